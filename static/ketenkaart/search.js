// A search box with a list of what was found, by the combobox pattern of WAI-ARIA.
// What is found comes from the server; names are set as text, never as HTML.
const NOTHING = "nothing"; // what is picked where nothing was found
const PAUSE = 120; // milliseconds without a key before the server is asked

function build(root) {
  const label = part("label", { for: "typed" });
  const input = part("input", {
    id: "typed", type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "found", maxlength: "80",
  });
  const list = part("ul", { id: "found", role: "listbox" });
  const told = part("p", { role: "status" });
  root.append(label, input, list, told);
  return { label, input, list, told, at: -1, results: [], timer: 0, closed: false };
}

function mark(box, at) {
  box.at = at;
  Array.from(box.list.children).forEach(function (row, number) {
    row.setAttribute("aria-selected", String(number === at));
  });
  const row = box.list.children[at];
  if (row) row.scrollIntoView({ block: "nearest" });
  box.input.setAttribute("aria-activedescendant", row ? row.id : "");
}

function take(box, at) {
  const chosen = box.results[at];
  if (!chosen) {
    // Who asks for what is not there shall not take the sheet of something else for the answer.
    const { typed, told, results } = box.component.data;
    if (told && !results.length && typed === box.input.value) box.component.setTriggerValue("picked", NOTHING);
    return;
  }
  box.input.value = chosen.name;
  box.closed = true;
  fill(box, { results: [], told: "" });
  box.component.setTriggerValue("picked", chosen.id);
}

function fill(box, data) {
  box.results = data.results;
  box.told.textContent = data.told;
  box.list.replaceChildren(...data.results.map(function (found, number) {
    const row = part("li", { role: "option", id: "found" + number, "aria-selected": "false" });
    const name = part("span", { class: "name" });
    const beside = part("span", { class: "beside" });
    name.textContent = found.name;
    beside.textContent = found.beside;
    if (number && !found.exact && data.results[number - 1].exact) row.className = "others";
    row.append(name, beside);
    // Before the input loses its focus, which closes the list.
    row.addEventListener("mousedown", function (event) { event.preventDefault(); take(box, number); });
    return row;
  }));
  box.input.setAttribute("aria-expanded", String(data.results.length > 0));
  mark(box, data.results.length ? 0 : -1);
}

function listen(box) {
  box.input.addEventListener("input", function () {
    clearTimeout(box.timer);
    box.closed = false;
    box.timer = setTimeout(function () {
      const { data } = box.component;
      if (data.typed === box.input.value) fill(box, data); // asked before: no new answer comes
      else box.component.setStateValue("typed", box.input.value);
    }, PAUSE);
  });
  box.input.addEventListener("keydown", function (event) {
    const last = box.results.length - 1;
    if (event.key === "ArrowDown") mark(box, Math.min(box.at + 1, last));
    else if (event.key === "ArrowUp") mark(box, Math.max(box.at - 1, 0));
    else if (event.key === "Enter") take(box, box.at);
    else if (event.key === "Escape") { box.closed = true; fill(box, { results: [], told: "" }); }
    else return;
    event.preventDefault();
  });
  box.input.addEventListener("blur", function () { fill(box, { results: [], told: "" }); });
}

const boxes = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  let box = boxes.get(root);
  if (!box) {
    box = build(root);
    boxes.set(root, box);
    listen(box);
  }
  box.component = component;
  box.label.textContent = component.data.label;
  box.input.placeholder = component.data.hint;
  // An answer to what stood there some keys ago is left out.
  const fresh = component.data.typed === box.input.value && !box.closed;
  if (fresh && box.input.matches(":focus")) fill(box, component.data);
}
