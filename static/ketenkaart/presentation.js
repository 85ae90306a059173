// Scenes one by one: by keyboard, by a presenter remote (which sends PageDown and PageUp, and "."
// or "b" for a black screen) and by the edges of the screen. Asks nothing of any server.
function ketenkaartPresentation(root, left) {
  "use strict";
  const deck = root.querySelector(".deck");
  const scenes = Array.from(deck.querySelectorAll(".scene"));
  const said = deck.querySelector(".said");
  const help = deck.querySelector(".help");
  const keys = deck.querySelector(".keys");
  const single = deck.querySelector(".single");
  const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter", "n"];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace", "p"];
  const TYPE_VW = 1.35; // of a table, and the least that is read at three metres
  const LEAST_VW = 1;
  let at = 0;
  let full = false;
  let speaker = null;
  let begun = 0;
  let ticking = 0;

  function show(number) {
    at = Math.max(0, Math.min(scenes.length - 1, number));
    deck.classList.remove("black");
    scenes.forEach((scene, order) => scene.classList.toggle("shown", order === at));
    deck.dataset.at = String(at + 1);
    said.textContent = scenes[at].getAttribute("aria-label");
    fit(scenes[at]);
    tell();
  }

  // The rows beside a map in type that lets all of them be seen; never half a row. A narrow screen
  // scrolls instead.
  function fit(scene) {
    const beside = scene.querySelector(".beside");
    const table = beside && beside.querySelector("table");
    if (!table) return;
    const rows = Array.from(table.tBodies[0].rows);
    table.style.fontSize = "";
    rows.forEach((row) => { row.hidden = false; });
    if (getComputedStyle(beside).overflowY !== "hidden") return;
    const high = () => beside.scrollHeight > beside.clientHeight + 1;
    const over = () => high() || beside.scrollWidth > beside.clientWidth + 1;
    for (let size = TYPE_VW; over() && size >= LEAST_VW; size -= 0.05) table.style.fontSize = size + "vw";
    while (high() && rows.length > 1) rows.pop().hidden = true;
  }

  function fitShown() {
    fit(scenes[at]);
  }

  function words(scene, place) {
    const found = scene && scene.querySelector(place);
    return found ? found.textContent : "";
  }

  function clock(seconds) {
    const two = (n) => String(n).padStart(2, "0");
    return Math.floor(seconds / 60) + ":" + two(Math.floor(seconds) % 60);
  }

  // The window of who speaks: notes, what comes next, and how long it has been. Only text goes in.
  function openSpeaker() {
    // As large as its type, for who has set that larger.
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const opened = window.open("", "ketenkaart_speaker", "width=" + Math.round(56 * rem) + ",height=" + Math.round(40 * rem));
    if (!opened) return;
    speaker = opened;
    begun = begun || Date.now();
    const page = speaker.document;
    page.title = deck.dataset.title;
    page.documentElement.lang = deck.lang;
    page.body.replaceChildren();
    page.body.style.cssText = "margin:2rem;max-width:44rem;overflow-wrap:anywhere;"
      + "font:1.5rem/1.4 'Open Sans',sans-serif;color:#1a1a1a";
    ["time", "now", "note", "next"].forEach(function (name) {
      const part = page.createElement(name === "now" ? "h1" : "p");
      part.id = name;
      part.dir = "auto";
      part.style.whiteSpace = "pre-line";
      page.body.appendChild(part);
    });
    page.addEventListener("keydown", onKey);
    clearInterval(ticking);
    ticking = setInterval(tell, 1000);
    tell();
  }

  function tell() {
    if (!speaker || speaker.closed) {
      clearInterval(ticking);
      return;
    }
    const next = scenes[at + 1];
    const shown = {
      time: (at + 1) + " / " + scenes.length + "   " + clock((Date.now() - begun) / 1000),
      now: words(scenes[at], "h2"),
      note: words(scenes[at], ".note") || deck.dataset.none,
      next: deck.dataset.next + " " + (next ? words(next, "h2") : deck.dataset.end),
    };
    Object.keys(shown).forEach(function (name) {
      const part = speaker.document.getElementById(name);
      if (part) part.textContent = shown[name];
    });
  }

  function begin() {
    deck.classList.add("showing");
    show(at);
  }

  function fill() {
    // The browser grants this only after a key or click, and a wall screen may refuse it.
    if (full || document.fullscreenElement || !document.documentElement.requestFullscreen) return;
    document.documentElement.requestFullscreen().then(() => { full = true; }, () => {});
  }

  function explain(open) {
    keys.hidden = !open;
    help.setAttribute("aria-expanded", String(open));
  }

  function leave() {
    explain(false);
    deck.classList.remove("showing", "black");
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    full = false;
    left();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!deck.classList.contains("showing")) return;
    const key = event.key;
    // Enter and space do what the button does that has the focus: "back" goes back.
    const on = event.composedPath()[0];
    if ((key === "Enter" || key === " ") && deck.contains(on) && on.closest("button")) return;
    // Who speaks to a computer, or whose hand slips, switches keys of one character off.
    if (key.length === 1 && key !== " " && single.ariaPressed === "false") return;
    if (key === "?") explain(keys.hidden);
    else if (key === "Escape" && !keys.hidden) explain(false);
    else if (FORWARD.includes(key)) show(at + 1);
    else if (BACK.includes(key)) show(at - 1);
    else if (key === "Home") show(0);
    else if (key === "End") show(scenes.length - 1);
    else if (key === "b" || key === ".") deck.classList.toggle("black");
    else if (key === "f") fill();
    else if (key === "s") openSpeaker();
    else if (key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (!["Escape", "s", "?"].includes(key)) fill();
  }

  function onFullscreen() {
    // Escape in a full screen never reaches the page: the browser leaves the full screen itself.
    if (full && !document.fullscreenElement && deck.classList.contains("showing")) leave();
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("fullscreenchange", onFullscreen);
  window.addEventListener("resize", fitShown);
  if (document.fonts) document.fonts.ready.then(fitShown);
  deck.querySelector(".next").addEventListener("click", () => show(at + 1));
  deck.querySelector(".back").addEventListener("click", () => show(at - 1));
  help.addEventListener("click", () => explain(keys.hidden));
  single.addEventListener("click", () => { single.ariaPressed = String(single.ariaPressed === "false"); });
  deck.querySelector(".again").addEventListener("click", begin);
  begin();
  return function stop() {
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("fullscreenchange", onFullscreen);
    window.removeEventListener("resize", fitShown);
    clearInterval(ticking);
    if (speaker && !speaker.closed) speaker.close();
  };
}
