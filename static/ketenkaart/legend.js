/* The legend on the map starts folded to its title, and unfolds where it leaves the map to be seen;
   when the map gets too small for it, as beside a drawer, it folds again. From the first time that
   a planner folds or unfolds it, it is left alone. */
(function () {
  const MOST = 0.15; // of the maps may lie under it
  const SHEET_BELOW_PX = 900; // up to here it lies below the map: page.css
  const TURN_MS = 700; // in which it folds or unfolds: a second click would undo the first
  const stage = document.querySelector(".st-key-map_stage");
  if (!stage) return;
  let held = false;
  let turning = false;

  // What the unfolded legend takes at most, as page.css has it. Maps follow the stage a moment later.
  function covers(legend) {
    const heights = [...stage.querySelectorAll("iframe")].map(function (each) { return each.offsetHeight; });
    const area = stage.offsetWidth * Math.max(0, ...heights);
    return area ? legend.offsetWidth * (0.72 * window.innerHeight - 96) / area : 1;
  }

  // The page may have made it anew since: it is looked for each time.
  function fit() {
    const summary = stage.querySelector(".st-key-map_legend summary");
    if (held || turning || !summary) return;
    const hasRoom = window.innerWidth > SHEET_BELOW_PX && covers(summary) < MOST;
    if (summary.parentElement.open === hasRoom) return;
    turning = true;
    summary.click();
    setTimeout(function () { turning = false; fit(); }, TURN_MS);
  }

  ["click", "keydown"].forEach(function (name) {
    stage.addEventListener(name, function (event) {
      if (event.isTrusted && event.target.closest(".st-key-map_legend summary")) held = true;
    });
  });
  new ResizeObserver(fit).observe(stage);
})();
