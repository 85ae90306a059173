// A slider of years with a button that plays them. The server says when a year is drawn; only then
// the next is asked, so that none is passed over. Who asked for less motion steps by hand.
const PAUSE = 250; // milliseconds without a move before the year is asked
const REST = 900; // milliseconds that a drawn year stays at least

const still = window.matchMedia("(prefers-reduced-motion: reduce)");

function build(root) {
  const row = part("div", { class: "row" });
  const play = part("button", { type: "button" });
  const label = part("label", { for: "year" });
  const input = part("input", { id: "year", type: "range", step: "1" });
  const output = part("output", { for: "year" });
  const clear = part("button", { type: "button" });
  row.append(play, label, input, output, clear);
  root.append(row);
  return { play, label, input, output, clear, playing: false, timer: 0, asked: null };
}

function shown(bar) {
  return bar.asked === null ? bar.data.year : bar.asked;
}

function draw(bar) {
  const data = bar.data;
  const year = shown(bar);
  const last = year === data.last;
  bar.label.textContent = data.words.slider;
  bar.input.min = data.first;
  bar.input.max = data.last;
  bar.input.value = String(year || data.last);
  bar.output.textContent = year ? String(year) : data.words.every;
  bar.input.setAttribute("aria-valuetext", bar.output.textContent);
  bar.clear.textContent = data.words.clear;
  bar.clear.disabled = !year;
  const begin = still.matches ? data.words.next : data.words.play;
  bar.play.textContent = bar.playing ? data.words.stop : (last ? data.words.again : begin);
  bar.play.setAttribute("aria-pressed", String(bar.playing));
}

function ask(bar, year) {
  clearTimeout(bar.timer);
  bar.asked = year;
  draw(bar);
  bar.component.setTriggerValue("asked", year === 0 ? "all" : String(year));
}

// The next year in which something changed; none after the last.
function following(bar) {
  const year = shown(bar);
  if (!year || year === bar.data.last) return bar.data.first;
  return bar.data.years.find(function (other) { return other > year; });
}

function stop(bar) {
  bar.playing = false;
  clearTimeout(bar.timer);
  draw(bar);
}

function press(bar) {
  if (bar.playing) {
    stop(bar);
    return;
  }
  bar.playing = !still.matches;
  ask(bar, following(bar));
}

// What the server answered: the year is drawn. While it plays, the next one follows after a rest.
function answered(bar) {
  if (bar.asked !== null && bar.asked === (bar.data.year || 0)) bar.asked = null;
  if (!bar.playing || bar.asked !== null) return;
  if (bar.data.year === bar.data.last || !bar.data.year) {
    stop(bar);
    return;
  }
  clearTimeout(bar.timer);
  bar.timer = setTimeout(function () { if (bar.playing) ask(bar, following(bar)); }, REST);
}

function listen(bar) {
  bar.play.addEventListener("click", function () { press(bar); });
  bar.clear.addEventListener("click", function () { stop(bar); ask(bar, 0); });
  bar.input.addEventListener("input", function () {
    const year = Number(bar.input.value);
    stop(bar);
    bar.asked = year;
    draw(bar);
    bar.timer = setTimeout(function () { ask(bar, year); }, PAUSE);
  });
}

const bars = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  let bar = bars.get(root);
  if (!bar) {
    bar = build(root);
    bars.set(root, bar);
    listen(bar);
  }
  bar.component = component;
  bar.data = component.data;
  answered(bar);
  draw(bar);
  return function () { bar.playing = false; clearTimeout(bar.timer); };
}
