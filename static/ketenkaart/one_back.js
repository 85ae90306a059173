/* One press of Back leads to the page before. Streamlit first puts a page in the history without
   its choices, and a moment later once more with them; the second takes the place of the first,
   unless the planner did something in between. */
(function (history) {
  if (history.ketenkaartOneBack) { return; }
  history.ketenkaartOneBack = true;
  var push = history.pushState, isBare = false;
  function done() { isBare = false; }
  ["pointerdown", "keydown", "popstate"].forEach(function (name) {
    window.addEventListener(name, done, true);
  });
  history.pushState = function (state, title, address) {
    var to = new URL(address || "", window.location.href);
    if (to.pathname !== window.location.pathname) {
      isBare = true;
      return push.call(history, state, title, address);
    }
    if (!isBare) { return push.call(history, state, title, address); }
    isBare = false;
    return history.replaceState(state, title, address);
  };
})(window.history);
