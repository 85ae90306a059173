/* One press of Back leads to the page before. Streamlit first puts a page in the history without
   its choices, and a moment later once more with them; the second takes the place of the first,
   unless the planner did something in between. A page that a link opened begins in the same way: a
   link seldom names every choice, and Back to it would have them written, and put on top, again. */
(function (history) {
  if (history.ketenkaartOneBack) { return; }
  history.ketenkaartOneBack = true;
  var push = history.pushState, isBare = true;
  function done() { isBare = false; }
  // Who clicks in a map clicks in a frame: the page hears no more of it than that it lost the focus.
  ["pointerdown", "keydown", "popstate", "blur"].forEach(function (name) {
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
