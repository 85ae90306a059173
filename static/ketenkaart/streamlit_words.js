/* What Streamlit says of its own buttons, menus, tooltips and faults in English, in the language of
   the page. `words` leads from what stands there to what shall stand there. Text of a page is left
   alone: only names of controls, and words within what Streamlit draws itself, are looked at. */
(function (words) {
  const started = Boolean(window.ketenkaartWords);
  window.ketenkaartWords = words;
  const NAMES = ["aria-label", "title"];
  const NAMED = "{name}";
  const SIZE = /\b(\d+\.\d)([KMGT]?B)$/;
  const FAULT = /^(Error)?(: ?|$)/; // bold, or before what is wrong
  const CONTROLS = "button, a, [role=tooltip], [role=menu], [role=menuitem], [role=dialog], [role=alert], "
    + "[data-testid=stTooltipContent], [data-testid=InputInstructions], [data-testid=stFileUploader], "
    + "[data-testid=stStatusWidget], [data-testid=stConnectionStatus], [data-testid^=stDataFrame], "
    + ".gdg-search-bar";
  const ITS_OWN = "[role=tooltip], [data-testid=stTooltipContent], [data-testid=stTopNavSection], [data-testid=stException]";
  const OF_THE_PAGE = "[data-testid=stMarkdownContainer]";

  function say(text) {
    const known = window.ketenkaartWords;
    return Object.prototype.hasOwnProperty.call(known, text) ? known[text] : null;
  }

  // Some hold a name or numbers: "Help for {name}", "between {name} and {name}".
  function sayOf(text) {
    for (const key of Object.keys(window.ketenkaartWords)) {
      const parts = key.split(NAMED);
      if (parts.length < 2 || !text.startsWith(parts[0]) || text.length <= parts.join("").length) continue;
      const held = text.match(new RegExp("^" + parts.map(bare).join("(.+?)") + "$", "s"));
      if (held) return filled(window.ketenkaartWords[key], held.slice(1).map(sized));
    }
    return null;
  }

  function bare(part) {
    return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }

  function filled(words, held) {
    return words.split(NAMED).map(function (part, at) { return part + (at < held.length ? held[at] : ""); }).join("");
  }

  // Streamlit writes the size of a file as a program does: "2.0MB".
  function sized(text) {
    return text.replace(SIZE, function (_, number, unit) {
      return Number(number).toLocaleString(document.documentElement.lang) + " " + unit;
    });
  }

  function sayEither(text) {
    const said = say(text);
    const held = said === null ? sayOf(text) : said;
    return held === null && SIZE.test(text) ? sized(text) : held;
  }

  function name(element) {
    NAMES.forEach(function (attribute) {
      const text = element.getAttribute(attribute);
      if (!text) return;
      const said = sayEither(text);
      if (said !== null && said !== text) element.setAttribute(attribute, said);
    });
  }

  function word(text) {
    const at = text.parentElement;
    const box = at && at.closest(CONTROLS);
    if (!box || (at.closest(OF_THE_PAGE) && !at.closest(ITS_OWN))) return;
    const whole = text.nodeValue.trim();
    const begins = (whole.match(FAULT) || [""])[0];
    const rest = whole.slice(begins.length);
    const said = begins.replace("Error", say("Error") || "Error") + (sayEither(rest) || rest);
    if (said !== whole) text.nodeValue = begins.endsWith(":") && !rest ? said + " " : said;
  }

  // On a telephone the ways are one list whose parts Streamlit puts in boxes: each box is the list.
  function listed(root) {
    root.querySelectorAll("[data-testid=stSidebarNavItems]:not([role])").forEach(function (list) {
      list.setAttribute("role", "presentation");
    });
    root.querySelectorAll("[data-testid=stSidebarNavItems] > div:not([role])").forEach(function (part) {
      part.setAttribute("role", "list");
    });
  }

  function all(root) {
    if (root.nodeType === Node.TEXT_NODE) return word(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return undefined;
    listed(root.parentElement || root);
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
