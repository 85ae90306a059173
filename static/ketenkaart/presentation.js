// Scenes one by one: by keyboard, by a presenter remote (which sends PageDown and PageUp, and "."
// or "b" for a black screen) and by the edges of the screen. Asks nothing of any server.
function ketenkaartPresentation(root, left) {
  "use strict";
  const deck = root.querySelector(".deck");
  const scenes = Array.from(deck.querySelectorAll(".scene"));
  const said = deck.querySelector(".said");
  const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter", "n"];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace", "p"];
  let at = 0;
  let full = false;

  function show(number) {
    at = Math.max(0, Math.min(scenes.length - 1, number));
    deck.classList.remove("black");
    scenes.forEach((scene, order) => scene.classList.toggle("shown", order === at));
    deck.dataset.at = String(at + 1);
    said.textContent = scenes[at].getAttribute("aria-label");
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

  function leave() {
    deck.classList.remove("showing", "black");
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    full = false;
    left();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!deck.classList.contains("showing")) return;
    const key = event.key;
    if (FORWARD.includes(key)) show(at + 1);
    else if (BACK.includes(key)) show(at - 1);
    else if (key === "Home") show(0);
    else if (key === "End") show(scenes.length - 1);
    else if (key === "b" || key === ".") deck.classList.toggle("black");
    else if (key === "f") fill();
    else if (key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (key !== "Escape") fill();
  }

  function onFullscreen() {
    // Escape in a full screen never reaches the page: the browser leaves the full screen itself.
    if (full && !document.fullscreenElement && deck.classList.contains("showing")) leave();
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("fullscreenchange", onFullscreen);
  deck.querySelector(".next").addEventListener("click", () => show(at + 1));
  deck.querySelector(".back").addEventListener("click", () => show(at - 1));
  deck.querySelector(".again").addEventListener("click", begin);
  begin();
  return function stop() {
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("fullscreenchange", onFullscreen);
  };
}
