// Starts the map of a saved page; everything it shows stands in the page itself.
(function () {
  "use strict";

  const { decode } = ketenkaartParts;

  function unpack(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  }

  function addLayers(map, contents) {
    const layers = contents.map(function (content) {
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
  }

  window.ketenkaartStandalone = function (optionsText, configText, tiles, layersText) {
    const options = decode(optionsText);
    const map = L.map("map", {
      zoomControl: false, minZoom: options.minZoom, maxZoom: options.maxZoom,
      maxBounds: options.maxBounds, maxBoundsViscosity: 0.8,
    });
    L.control.zoom({ zoomInTitle: options.zoomIn, zoomOutTitle: options.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.fitBounds(options.bounds);
    ketenkaart.begin(map, configText, tiles);
    window.ketenkaartMap = map;
    unpack(layersText).then(function (contents) { addLayers(map, contents); });
  };
})();
