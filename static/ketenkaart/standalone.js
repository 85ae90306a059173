// Starts the map of a saved page; everything it shows stands in the page itself.
(function () {
  "use strict";

  function decode(base64) {
    return JSON.parse(atob(base64));
  }

  window.ketenkaartStandalone = function (optionsText, configText, layersText) {
    const options = decode(optionsText);
    const map = L.map("map", {
      zoomControl: false, minZoom: options.minZoom, maxZoom: options.maxZoom,
      maxBounds: options.maxBounds, maxBoundsViscosity: 0.8,
    });
    L.control.zoom({ zoomInTitle: options.zoomIn, zoomOutTitle: options.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.fitBounds(options.bounds);
    ketenkaart.begin(map, configText);
    const layers = decode(layersText).map(function (content) {
      const layer = ketenkaart.layer(map, content);
      layer.kept = true; // may come back by its switch
      return layer.addTo(map);
    });
    document.querySelectorAll("input[data-layer]").forEach(function (input) {
      input.checked = true;
      input.addEventListener("change", function () {
        const layer = layers[Number(input.dataset.layer)];
        if (input.checked) layer.addTo(map);
        else layer.remove();
      });
    });
    window.ketenkaartMap = map;
  };
})();
