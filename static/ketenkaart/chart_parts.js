// What the scripts of the map share; it comes before them all.
(function () {
  "use strict";

  function decode(base64) {
    return JSON.parse(atob(base64));
  }

  function element(tag, className, content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  // From the unit square of Web Mercator back to latitude and longitude.
  function latLngOf(at) {
    const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * at[1]))) * 180) / Math.PI;
    return L.latLng(lat, (at[0] - 0.5) * 360);
  }

  // What a feature is of, whatever draws it: "hub:x" and "sector:x" are one building.
  function idOf(feature) {
    return feature.ref.slice(feature.ref.indexOf(":") + 1);
  }

  window.ketenkaartParts = { decode: decode, element: element, idOf: idOf, latLngOf: latLngOf };
})();
