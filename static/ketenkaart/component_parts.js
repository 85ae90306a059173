// What the components of the page share; it stands before the script of each.
function part(tag, attributes) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(function ([name, value]) { made.setAttribute(name, value); });
  return made;
}

