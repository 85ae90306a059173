// The map for who uses no mouse or sees no map: a cross in its middle that Enter presses, a list of
// what is drawn here, its words for a screen reader, and no motion for who asked for none.
(function () {
  "use strict";

  const { element, idOf, latLngOf } = ketenkaartParts;
  const MOST_LISTED = 200; // of one layer; who wants more comes nearer

  function middleOf(feature) {
    if (feature.at) return latLngOf(feature.at);
    const box = feature.box;
    return latLngOf([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]);
  }

  function inView(map, feature) {
    const seen = map.getBounds();
    if (feature.at) return seen.contains(latLngOf(feature.at));
    return seen.intersects([
      latLngOf([feature.box[0], feature.box[3]]), latLngOf([feature.box[2], feature.box[1]]),
    ]);
  }

  function told(layer) {
    return layer.features.filter(function (feature) { return feature.card.length; });
  }

  // ---- words --------------------------------------------------------------------------------

  // What the map shows, and how many of each: for the map and for the frame that it stands in.
  function nameMap(chart) {
    const counts = chart.layers.slice().reverse().map(function (layer) {
      return { title: layer.content.title, n: told(layer).length };
    }).filter(function (each) { return each.n; });
    const said = counts.map(function (each) { return each.title + ": " + each.n; }).join("; ");
    const label = chart.config.words.map_label + (said ? ". " + said : "");
    chart.map.getContainer().setAttribute("aria-label", label);
    try {
      if (window.frameElement) window.frameElement.title = label;
    } catch (error) {
      // A frame of another origin keeps the title it has.
    }
  }

  function hiddenText(id, words) {
    const made = element("p", "ketenkaart-unseen", words);
    made.id = id;
    return made;
  }

  // ---- the cross ----------------------------------------------------------------------------

  function press(chart, event) {
    const map = chart.map;
    const point = map.getSize().divideBy(2).round();
    map.fire("click", {
      latlng: map.containerPointToLatLng(point), containerPoint: point,
      layerPoint: map.containerPointToLayerPoint(point), originalEvent: event,
    });
    focusCard(chart);
  }

  function underCross(chart) {
    const hit = chart.hitsAt(chart.map.getSize().divideBy(2))[0];
    return hit ? hit.feature.tip || hit.feature.label : "";
  }

  // Who has the map by the keyboard; a click with the mouse gives it the focus too.
  function noteKeys(box) {
    let pointed = false;
    const byKeys = function (yes) { box.classList.toggle("ketenkaart-by-keys", yes); };
    box.addEventListener("pointerdown", function () { pointed = true; byKeys(false); }, true);
    box.addEventListener("keydown", function () { byKeys(true); }, true);
    box.addEventListener("focus", function () { if (!pointed) byKeys(true); });
    box.addEventListener("blur", function () { pointed = false; byKeys(false); });
  }

  function addCross(chart) {
    const map = chart.map;
    const box = map.getContainer();
    const cross = element("div", "ketenkaart-cross");
    const under = element("p", "ketenkaart-unseen");
    cross.setAttribute("aria-hidden", "true");
    under.setAttribute("role", "status");
    box.append(cross, under, hiddenText("ketenkaart-keys", chart.config.words.keys));
    noteKeys(box);
    box.setAttribute("role", "application");
    box.setAttribute("aria-describedby", "ketenkaart-keys");
    box.addEventListener("keydown", function (event) {
      if (event.target !== box || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      press(chart, event);
    });
    map.on("moveend", function () {
      if (document.activeElement === box) under.textContent = underCross(chart);
    });
  }

  // ---- the card -----------------------------------------------------------------------------

  // What was opened by the keyboard has the focus; when it closes, what opened it has it again.
  function focusCard(chart) {
    const card = chart.map.hasLayer(chart.popup) && chart.popup.getElement();
    if (!card) return;
    const before = document.activeElement;
    card.tabIndex = -1;
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", chart.config.words.card);
    card.focus();
    let within = true; // asked while it is there: what is taken off the page has no focus any more
    card.addEventListener("focusin", function () { within = true; });
    card.addEventListener("focusout", function (event) { within = !event.relatedTarget; });
    chart.map.once("popupclose", function () { if (within) before.focus(); });
  }

  function nameCloser(chart) {
    chart.map.on("popupopen", function (event) {
      const closer = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      if (closer) closer.setAttribute("aria-label", chart.config.words.close);
    });
    chart.map.getContainer().addEventListener("keydown", function (event) {
      if (event.key === "Escape") chart.map.closePopup(chart.popup);
    });
  }

  // ---- the list -----------------------------------------------------------------------------

  function openFromList(chart, list, layer, feature) {
    const at = middleOf(feature);
    const hit = { layer: layer, feature: feature, distance: 0 };
    list.show(false);
    list.button.focus();
    chart.map.panTo(at, { animate: false });
    chart.open([hit], hit, at);
    focusCard(chart);
  }

  function fillPart(chart, list, layer, below) {
    const here = told(layer).filter(function (feature) {
      return inView(chart.map, feature) && !below.has(idOf(feature));
    });
    here.forEach(function (feature) { below.add(idOf(feature)); });
    if (!here.length) return;
    const part = element("div");
    const name = function (feature) { return feature.label || feature.tip; };
    here.sort(function (a, b) { return name(a).localeCompare(name(b), chart.config.lang); });
    const rows = element("ul");
    rows.setAttribute("aria-label", layer.content.title);
    here.slice(0, MOST_LISTED).forEach(function (feature) {
      const button = element("button", "", name(feature));
      button.type = "button";
      button.addEventListener("click", openFromList.bind(null, chart, list, layer, feature));
      const item = element("li");
      item.append(button);
      rows.append(item);
    });
    part.append(element("p", "ketenkaart-list-title", layer.content.title + " (" + here.length + ")"), rows);
    if (here.length > MOST_LISTED) {
      const more = chart.config.words.list_more.replace("#", String(here.length - MOST_LISTED));
      part.append(element("p", "", more));
    }
    list.panel.prepend(part);
  }

  function fill(chart, list) {
    list.panel.replaceChildren();
    const below = new Set();
    chart.layers.forEach(function (layer) { fillPart(chart, list, layer, below); });
    if (!list.panel.children.length) list.panel.append(element("p", "", chart.config.words.list_none));
  }

  function addList(chart) {
    const words = chart.config.words;
    const list = { button: element("button", "ketenkaart-list-button", "☰"), panel: element("div", "ketenkaart-list") };
    list.button.type = "button";
    list.button.title = words.list;
    list.button.setAttribute("aria-label", words.list);
    list.button.setAttribute("aria-expanded", "false");
    list.panel.setAttribute("role", "region");
    list.panel.setAttribute("aria-label", words.list);
    list.panel.tabIndex = 0; // a list that scrolls is scrolled by its arrows
    list.panel.hidden = true;
    list.show = function (open) {
      list.panel.hidden = !open;
      list.button.setAttribute("aria-expanded", String(open));
      if (open) fill(chart, list);
    };
    list.button.addEventListener("click", function () { list.show(list.panel.hidden); });
    const control = L.control({ position: "topleft" });
    control.onAdd = function () {
      const box = element("div", "leaflet-bar ketenkaart-list-control");
      box.append(list.button, list.panel);
      box.addEventListener("keydown", function (event) {
        event.stopPropagation(); // the arrows scroll the list and leave the map where it is
        if (event.key !== "Escape" || list.panel.hidden) return;
        list.show(false);
        list.button.focus();
      });
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(chart.map);
    chart.map.on("moveend ketenkaart:drawn", function () {
      // Who is in the list keeps the row he is on.
      if (!list.panel.hidden && !list.panel.contains(document.activeElement)) fill(chart, list);
    });
  }

  // ---- motion -------------------------------------------------------------------------------

  function still(map) {
    const at = { animate: false };
    const setView = map.setView;
    const panBy = map.panBy;
    map.options.inertia = false;
    map.options.fadeAnimation = false;
    map._zoomAnimated = false;
    map.setView = function (centre, zoom, options) {
      return setView.call(map, centre, zoom, Object.assign({}, options, at));
    };
    map.flyTo = map.setView;
    map.panBy = function (offset, options) { return panBy.call(map, offset, Object.assign({}, options, at)); };
  }

  window.ketenkaartAccess = function (chart) {
    document.documentElement.lang = chart.config.lang;
    // Folium asks for a page that cannot be enlarged.
    document.querySelectorAll('meta[name="viewport"][content*="user-scalable=no"]').forEach((each) => each.remove());
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) still(chart.map);
    addCross(chart);
    addList(chart);
    nameCloser(chart);
    nameMap(chart);
    chart.map.on("ketenkaart:drawn", function () { nameMap(chart); });
  };
})();
