// The deck as a component of the page: it fills the window, and tells when it was left.
export default function (component) {
  const root = component.parentElement;
  if (root.querySelector(".deck")) return;
  const place = document.createElement("div");
  // Every text in it was escaped when it was made.
  place.innerHTML = component.data.deck;
  root.appendChild(place);
  const stop = ketenkaartPresentation(place, function () {
    place.hidden = true;
    component.setTriggerValue("left", true);
  });
  return function () { stop(); place.remove(); };
}
