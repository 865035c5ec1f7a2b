// From a value to a colour. Told apart in grey print too: the worse, the darker.
export const GREY = "#c9d1dc";

const COVERAGE = [[1, "#2f9e44", "100 %"], [0.95, "#8ccf7e", "95 %"], [0.8, "#ffd43b", "80 %"], [0.5, "#f08c00", "50 %"], [0, "#c92a2a", "0 %"]];
const COUNT = ["#e7f5e9", "#ffd43b", "#f08c00", "#c92a2a"];
const LEVELS = ["#e9ecef", "#ffe066", "#f08c00", "#c92a2a"];
const PLAIN = ["#d6e4f7", "#9cc3ef", "#4d8fdd", "#1a4f9c"];

const step = (value, most, colours) => colours[Math.min(colours.length - 1, Math.ceil((value / most) * (colours.length - 1)))];

/** The colour of a value on a scale; `most` is the largest value of the map. */
export function colourOf(scale, value, most) {
  if (value == null) return GREY;
  if (scale === "levels") return LEVELS[value] ?? GREY;
  if (scale === "coverage") return COVERAGE.find(([least]) => value >= least - 1e-9)?.[1] ?? GREY;
  return step(value, most, scale === "overdue" ? COUNT : PLAIN);
}

/** Orders features so that what needs somebody comes first; without a value last. */
export function worstFirst(scale) {
  const sign = scale === "coverage" ? 1 : -1;
  return (a, b) => {
    const [x, y] = [a.properties.value, b.properties.value];
    if (x == null || y == null) return (x == null) - (y == null);
    return sign * (x - y);
  };
}

function swatch(colour, text) {
  const item = document.createElement("li");
  const box = document.createElement("i");
  box.style.setProperty("background-color", colour);
  item.append(box, text);
  return item;
}

export function legendOf(scale, most, names) {
  const list = document.createElement("ul");
  list.className = "map-legend";
  if (scale === "levels") {
    list.append(...LEVELS.map((colour, n) => swatch(colour, names?.[n] ?? String(n))));
    return list;
  }
  const steps = scale === "coverage"
    ? [...COVERAGE].reverse().map(([least, colour, text]) => [colour, least === 1 ? text : `≥ ${text}`])
    : (scale === "overdue" ? COUNT : PLAIN).map((colour, n, all) => [colour, n === 0 ? "0" : `≤ ${Math.floor((most * n) / (all.length - 1))}`]);
  const seen = new Set();
  list.append(...steps.filter(([, text]) => !seen.has(text) && seen.add(text)).map(([colour, text]) => swatch(colour, text)));
  return list;
}
