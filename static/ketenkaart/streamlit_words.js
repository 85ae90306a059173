/* What Streamlit says of its own buttons, menus and tooltips in English, in the language of the
   page. `words` leads from what stands there to what shall stand there. Text of a page is left
   alone: only names of controls, and words within them or within a tooltip, are looked at. */
(function (words) {
  const started = Boolean(window.ketenkaartWords);
  window.ketenkaartWords = words;
  const NAMES = ["aria-label", "title"];
  const NAMED = "{name}";
  const CONTROLS = "button, a, [role=tooltip], [role=menu], [role=menuitem], [data-testid=stTooltipContent]";
  const TOOLTIPS = "[role=tooltip], [data-testid=stTooltipContent]";
  const OF_THE_PAGE = "[data-testid=stMarkdownContainer]";

  function say(text) {
    const known = window.ketenkaartWords;
    return Object.prototype.hasOwnProperty.call(known, text) ? known[text] : null;
  }

  // Some end with the name of what they belong to: "Help for {name}".
  function sayOf(text) {
    const known = window.ketenkaartWords;
    const begins = Object.keys(known).find(function (key) {
      return key.endsWith(NAMED) && text.startsWith(key.slice(0, -NAMED.length));
    });
    return begins ? known[begins].slice(0, -NAMED.length) + text.slice(begins.length - NAMED.length) : null;
  }

  function name(element) {
    NAMES.forEach(function (attribute) {
      const text = element.getAttribute(attribute);
      if (!text) return;
      const said = say(text) || sayOf(text);
      if (said !== null) element.setAttribute(attribute, said);
    });
  }

  function word(text) {
    const said = say(text.nodeValue.trim());
    const at = text.parentElement;
    if (said === null || !at || !at.closest(CONTROLS)) return;
    if (at.closest(OF_THE_PAGE) && !at.closest(TOOLTIPS)) return;
    text.nodeValue = said;
  }

  function all(root) {
    if (root.nodeType === Node.TEXT_NODE) return word(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return undefined;
    name(root);
    root.querySelectorAll("[aria-label], [title]").forEach(name);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) word(texts.currentNode);
    return undefined;
  }

  all(document.body);
  if (started) return;
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") name(change.target);
      else if (change.type === "characterData") word(change.target);
      else change.addedNodes.forEach(all);
    });
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
})(WORDS);
