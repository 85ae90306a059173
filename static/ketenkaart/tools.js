// Tools on the map: measure along a line, draw a plan area, and set a pin. Corners are set by a click,
// or by Enter under the cross (access.js); an area or a pin is told to the page as the chosen thing.
(function () {
  "use strict";

  // As layers/view/plan_area.py reads it.
  const KIND = "area:";
  const PIN = "pin:";
  const SOUTH = 51;
  const WEST = 3;
  const STEPS = 100000;
  const MOST = 30; // corners
  const HAND = 3; // pixels of the screen that a hand may be off
  const DOOR = 15; // metres that a door is known to: less is not told
  const EQUATOR = 40075016.686; // metres
  const COLOUR = "#0b3c5d";
  const SVG = "http://www.w3.org/2000/svg";
  const BENT = 1.002; // the earth is rounder here than the ball that Leaflet measures on

  function digits(step) {
    return step.toString(36).padStart(4, "0");
  }

  function write(kind, corners) {
    return kind + corners.map(function (at) {
      return digits(Math.round((at.lat - SOUTH) * STEPS)) + digits(Math.round((at.lng - WEST) * STEPS));
    }).join("");
  }

  // A pin that was set from afar says how many metres it may be off.
  function within(map, at) {
    const pixel = EQUATOR * Math.cos(at.lat * Math.PI / 180) / (256 * Math.pow(2, map.getZoom()));
    const metres = Math.min(Math.round(HAND * pixel), 36 * 36 - 1);
    return metres > DOOR ? metres.toString(36).padStart(2, "0") : "";
  }

  function lengthOf(map, corners) {
    return corners.slice(1).reduce(function (sum, at, i) { return sum + BENT * map.distance(corners[i], at); }, 0);
  }

  // Square metres, flat round the first corner: over a city the ground bends too little to tell.
  function sizeOf(map, corners) {
    const first = corners[0];
    const flat = corners.map(function (at) {
      const east = map.distance(first, L.latLng(first.lat, at.lng)) * Math.sign(at.lng - first.lng);
      const north = map.distance(first, L.latLng(at.lat, first.lng)) * Math.sign(at.lat - first.lat);
      return [east, north];
    });
    const twice = flat.reduce(function (sum, at, i) {
      const next = flat[(i + 1) % flat.length];
      return sum + at[0] * next[1] - next[0] * at[1];
    }, 0);
    return (BENT * BENT * Math.abs(twice)) / 2;
  }

  function amount(lang, value, most) {
    return value.toLocaleString(lang, { maximumFractionDigits: most });
  }

  function told(tool) {
    const lang = tool.chart.config.lang;
    const corners = tool.corners;
    if (!corners.length) return tool.words[tool.mode + "_hint"];
    if (tool.mode === "measure") {
      const metres = lengthOf(tool.chart.map, corners);
      return metres < 1000 ? amount(lang, metres, 0) + " m" : amount(lang, metres / 1000, 2) + " km";
    }
    if (corners.length < 3) return tool.words.more_corners;
    return amount(lang, sizeOf(tool.chart.map, corners) / 10000, 1) + " ha";
  }

  // ---- drawing ------------------------------------------------------------------------------

  function shape(corners, closed) {
    const options = {
      color: COLOUR, weight: 3, dashArray: "6 5", fillColor: COLOUR, fillOpacity: 0.08,
      interactive: false, pane: "ketenkaart-tools",
    };
    return closed ? L.polygon(corners, options) : L.polyline(corners, options);
  }

  function redraw(tool) {
    tool.ink.clearLayers();
    const closed = tool.mode === "area" && tool.corners.length > 2;
    if (tool.corners.length > 1) tool.ink.addLayer(shape(tool.corners, closed));
    tool.corners.forEach(function (at) {
      tool.ink.addLayer(L.circleMarker(at, {
        radius: 4, color: COLOUR, weight: 2, fillColor: "#ffffff", fillOpacity: 1, interactive: false,
        pane: "ketenkaart-tools",
      }));
    });
    tool.said.textContent = tool.mode ? told(tool) : "";
    tool.done.hidden = tool.mode !== "area";
    tool.done.disabled = tool.corners.length < 3;
    tool.undo.hidden = tool.mode === "pin";
    tool.undo.disabled = !tool.corners.length;
  }

  // ---- what the buttons do ------------------------------------------------------------------

  function start(tool, mode) {
    tool.mode = tool.mode === mode ? "" : mode;
    tool.chart.busy = Boolean(tool.mode); // a click sets a corner and opens nothing
    tool.corners = [];
    tool.panel.hidden = !tool.mode;
    ["pin", "measure", "area"].forEach(function (name) {
      tool.buttons[name].setAttribute("aria-pressed", String(tool.mode === name));
    });
    tool.chart.map.getContainer().style.cursor = tool.mode ? "crosshair" : "";
    redraw(tool);
  }

  function finish(tool, kind) {
    const far = kind === PIN ? within(tool.chart.map, tool.corners[0]) : "";
    const ref = write(kind, tool.corners) + far;
    start(tool, "");
    tool.chart.tell(ref);
  }

  // The address of the page, which holds the whole view; whose project it is, is nobody's business.
  function copyLink(tool) {
    const address = new URL(window.parent.location.href);
    ["project", "venster"].forEach(function (name) { address.searchParams.delete(name); });
    const tell = function () {
      tool.panel.hidden = false;
      [tool.done, tool.undo].forEach(function (each) { each.hidden = true; });
      tool.said.textContent = tool.words.copied;
    };
    const byHand = function () {
      const field = document.createElement("textarea");
      field.value = address.href;
      tool.panel.append(field);
      field.select();
      document.execCommand("copy"); // where the page is not served in a secure way
      field.remove();
      tell();
    };
    start(tool, "");
    tool.panel.hidden = false;
    if (navigator.clipboard) navigator.clipboard.writeText(address.href).then(tell, byHand);
    else byHand();
  }

  function button(words, title, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "ketenkaart-list-button";
    made.textContent = words;
    if (title) {
      made.title = title;
      made.setAttribute("aria-label", title);
    }
    made.addEventListener("click", act);
    return made;
  }

  // Drawn, since no font can be counted on to have them.
  const SIGNS = {
    pin: "M8 1v14M1 8h14M8 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8",
    measure: "M1 8h14M4 5L1 8l3 3M12 5l3 3l-3 3",
    area: "M8 1.5L15 6.5L12.3 14.5H3.7L1 6.5Z",
    copy: "M5.5 5.5h9v9h-9zM10.5 5.5v-4h-9v9h4",
  };

  function signed(sign, title, act) {
    const made = button("", title, act);
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    Object.entries({ viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" })
      .forEach(function (each) { svg.setAttribute(each[0], each[1]); });
    Object.entries({ d: SIGNS[sign], fill: "none", stroke: "currentColor", "stroke-width": 1.6 })
      .forEach(function (each) { path.setAttribute(each[0], each[1]); });
    svg.append(path);
    made.append(svg);
    return made;
  }

  function addControl(tool) {
    const words = tool.words;
    tool.buttons.pin = signed("pin", words.pin, function () { start(tool, "pin"); });
    tool.buttons.measure = signed("measure", words.measure, function () { start(tool, "measure"); });
    tool.buttons.area = signed("area", words.area, function () { start(tool, "area"); });
    tool.copy = signed("copy", words.copy, function () { copyLink(tool); });
    tool.said.setAttribute("role", "status");
    tool.done = button(words.done, "", function () { finish(tool, KIND); });
    tool.undo = button(words.undo, "", function () { tool.corners.pop(); redraw(tool); });
    tool.stop = button(words.close, "", function () { start(tool, ""); });
    [tool.done, tool.undo, tool.stop].forEach(function (each) { each.className = "ketenkaart-tool-do"; });
    tool.panel.className = "ketenkaart-tool-panel";
    tool.panel.hidden = true;
    tool.panel.append(tool.said, tool.done, tool.undo, tool.stop);
    const control = L.control({ position: "topleft" });
    control.onAdd = function () {
      const box = document.createElement("div");
      box.className = "leaflet-bar ketenkaart-list-control";
      box.append(tool.buttons.pin, tool.buttons.measure, tool.buttons.area, tool.copy, tool.panel);
      box.addEventListener("keydown", function (event) {
        if (event.key === "Escape" && tool.mode) start(tool, "");
        event.stopPropagation();
      });
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    control.addTo(tool.chart.map);
  }

  window.ketenkaartTools = function (chart) {
    const map = chart.map;
    map.createPane("ketenkaart-tools").style.zIndex = 445;
    map.getPane("ketenkaart-tools").style.pointerEvents = "none";
    const tool = {
      chart: chart, words: chart.config.words, mode: "", corners: [], buttons: {},
      ink: L.layerGroup().addTo(map),
      panel: document.createElement("div"), said: document.createElement("span"),
    };
    addControl(tool);
    map.on("click", function (event) {
      if (!tool.mode || tool.corners.length === MOST) return;
      tool.corners.push(event.latlng);
      if (tool.mode === "pin") finish(tool, PIN);
      else redraw(tool);
    });
  };
})();
