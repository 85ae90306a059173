// What was chosen stays in sight: neither outside the map nor under the sheet that comes over a small
// screen. It follows what was chosen last, however (click, search, table, an address) and until
// somebody moves the map by hand.
(function () {
  "use strict";

  const { latLngOf } = ketenkaartParts;
  const SHEET = ".st-key-map_drawer";
  const EDGE = 28; // pixels of what is in sight that lie within its edge at least
  const CARD = 130; // pixels that a card of few words takes above it
  const LEAST = 90; // a lower strip of map than this shows nothing
  const FAR = 30000; // metres: the map of the other city stays where it is
  const SOON = 250; // milliseconds in which the page may begin to fly there itself

  function boundsOf(feature) {
    if (feature.at) return L.latLngBounds([latLngOf(feature.at)]);
    const box = feature.box;
    return L.latLngBounds([latLngOf([box[0], box[3]]), latLngOf([box[2], box[1]])]);
  }

  function chosenIn(chart) {
    for (const layer of chart.layers) {
      const found = layer.features.find(function (each) { return each.ref === chart.selected; });
      if (found) return found;
    }
    return null;
  }

  // The page round the map is of the same origin; where it is not, nothing of it is known.
  function outside() {
    try {
      return window.frameElement && window.parent.document ? window.parent : null;
    } catch (error) {
      return null;
    }
  }

  // The part of the map that is seen, in pixels from its corner.
  function freePart(map) {
    const size = map.getSize();
    const page = outside();
    const whole = L.bounds([0, 0], [size.x, size.y]);
    if (!page) return whole;
    const frame = window.frameElement.getBoundingClientRect();
    const sheet = page.document.querySelector(SHEET);
    const lies = sheet && sheet.getBoundingClientRect();
    const over = lies && lies.height && lies.left < frame.right && lies.right > frame.left && lies.top < frame.bottom;
    const beside = over && lies.left - frame.left >= LEAST; // on a low screen it leaves the map its left side
    const right = beside ? lies.left - frame.left : size.x;
    const low = Math.min(size.y, page.innerHeight - frame.top, over && !beside ? lies.top - frame.top : size.y);
    const high = Math.max(0, -frame.top);
    return low - high < LEAST ? whole : L.bounds([0, high], [right, low]);
  }

  function isSeen(map, part, bounds) {
    const box = L.bounds([
      map.latLngToContainerPoint(bounds.getNorthWest()), map.latLngToContainerPoint(bounds.getSouthEast()),
    ]);
    const inner = L.bounds(part.min.add([EDGE, EDGE]), part.max.subtract([EDGE, EDGE]));
    return inner.intersects(box);
  }

  function bring(map, part, bounds) {
    const size = part.getSize().subtract([2 * EDGE, 2 * EDGE]);
    const middle = bounds.getCenter();
    const zoom = Math.min(map.getZoom(), map.getBoundsZoom(bounds, false, map.getSize().subtract(size)));
    if (zoom < map.getZoom()) map.setView(middle, zoom, { animate: false });
    // Above it stands its card, so that it comes below the middle, the more so in a low strip.
    const high = part.getSize().y;
    const down = Math.max(0.6 * high, Math.min(CARD, high - EDGE));
    const goal = L.point((part.min.x + part.max.x) / 2, part.min.y + down);
    map.panBy(map.latLngToContainerPoint(middle).subtract(goal));
  }

  window.ketenkaartSight = function (chart, resumed) {
    const map = chart.map;
    let sought = false;
    let leaveOut = resumed; // a link opens where its sender looked
    let later = 0;
    let watched = null;

    function follow() {
      const feature = sought && chosenIn(chart);
      if (!feature || !map.getSize().y || map._flyToFrame || (map._panAnim && map._panAnim._inProgress)) return;
      const bounds = boundsOf(feature);
      if (map.distance(map.getCenter(), bounds.getCenter()) > FAR) return;
      const part = freePart(map);
      if (isSeen(map, part, bounds)) return;
      const whole = L.bounds([0, 0], map.getSize());
      if (leaveOut && !isSeen(map, whole, bounds)) return;
      bring(map, part, bounds);
    }

    // A sheet that comes or grows is heard of by its size.
    function watch() {
      const page = outside();
      const sheet = page && page.document.querySelector(SHEET);
      if (!sheet || sheet === watched) return;
      watched = sheet;
      new ResizeObserver(soon).observe(sheet);
    }

    function soon() {
      clearTimeout(later);
      later = setTimeout(function () { watch(); follow(); }, SOON);
    }

    map.on("ketenkaart:sought", function (event) {
      sought = Boolean(event.ref);
      leaveOut = leaveOut && event.first;
      soon();
    });
    map.on("moveend resize ketenkaart:drawn", function () { if (sought) soon(); });
    ["pointerdown", "wheel", "keydown"].forEach(function (name) {
      map.getContainer().addEventListener(name, function () { sought = false; }, { capture: true, passive: true });
    });
  };
})();
