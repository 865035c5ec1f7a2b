// Today's doors, grouped by staircase: search, what is due now, who was not home, how far one is.
import { say } from "../words.js";
import { openDoor } from "./door.js";
import { grouped, isDue, settled } from "./day.js";
import { element, icon } from "./element.js";
import { clock } from "./time.js";

const FILTERS = [
  ["due", "Due now", (door) => isDue(door)],
  ["away", "Not home", ({ state }) => state === "attempted" || state === "absent"],
  ["all", "All", () => true],
];
const STATES = {
  open: "Not yet", attempted: "Not home", done: "Checked", absent: "Not home", refused: "Refused", vacant: "Vacant",
  moved: "Moved away", promised: "Promised", exempt: "Exempt",
};
const PARTS = { morning: "morning", afternoon: "afternoon", evening: "evening" };
const asked = { filter: "due", text: "" };

/** What stands on the door itself, under a heading that names the staircase: 302 of 1号小区 1栋 1单元 302. */
export function shortName({ address, stair }) {
  const plain = stair.replace(/\s/g, "");
  const at = plain ? address.indexOf(plain) : -1;
  return at < 0 ? address : address.slice(at + plain.length).trim() || address;
}

const matches = (door) => !asked.text || `${door.address} ${door.code} ${door.stair}`.toLowerCase().includes(asked.text.toLowerCase());
export const stateWord = (state) => say(STATES[state] ?? state);

function told(door) {
  const words = [];
  if (door.attempts) words.push(say("{n} visits, last {at}", { n: door.attempts, at: clock(door.last_at) }));
  if (door.state === "attempted" && door.parts.length) words.push(say("closed in the {parts}", { parts: door.parts.map((part) => say(PARTS[part])).join("、") }));
  if (door.mine === false) words.push(say("shared out to a colleague"));
  if (door.added) words.push(say("added: {why}", { why: door.added }));
  return words.join(" · ");
}

function row(door, redraw) {
  const state = element("span", { class: `state is-${door.state}` }, stateWord(door.state));
  const small = told(door);
  return element("li", {}, element("button", { type: "button", class: `door is-${door.state}${door.unsent ? " is-unsent" : ""}`, "data-code": door.code, click: () => openDoor(door, redraw) },
    element("span", { class: "address" }, shortName(door)),
    state, small && element("small", {}, small), door.unsent && element("small", { class: "unsent" }, icon("hourglass"), say("kept on this phone"))));
}

function list(day, redraw) {
  const fits = asked.text ? () => true : FILTERS.find(([name]) => name === asked.filter)[2];
  const shown = day.doors.filter((door) => fits(door) && matches(door));
  if (!shown.length) {
    if (!day.rooms.canvass || !day.rounds.length) return element("p", { class: "nothing" }, say("No round is running here."));
    return element("p", { class: "nothing" }, say(asked.text ? "No door matches." : asked.filter === "due" ? "Nothing is due now. Look under “Not home” and “All”." : "Nothing here."));
  }
  const whole = new Map(grouped(day.doors, heading).map(({ title, rows }) => [title, rows]));
  function heading(door) {
    return `${day.places[door.path] ?? ""} ${door.stair}`.trim();
  }
  return grouped(shown, heading).map(({ title, rows }) => {
    const all = whole.get(title) ?? rows;
    return element("section", {},
      element("h2", {}, title, element("span", { class: "share" }, `${all.filter(settled).length} / ${all.length}`)),
      element("ul", { class: "rows" }, rows.map((door) => row(door, redraw))));
  });
}

function progress(doors) {
  const done = doors.filter(settled).length;
  return element("div", { class: "progress-line" },
    element("progress", { max: String(doors.length || 1), value: String(done), "aria-label": say("Doors with a result") }),
    element("span", {}, say("{done} of {all} doors", { done, all: doors.length })));
}

export function doorsPage(day, redraw) {
  const box = element("div", { class: "list" }, list(day, redraw));
  const again = () => box.replaceChildren(...[list(day, redraw)].flat());
  const chips = FILTERS.map(([name, label, fits]) => element("button", {
    type: "button", class: "chip", "aria-pressed": String(asked.filter === name),
    click: () => {
      asked.filter = name;
      redraw();
    },
  }, say(label), " ", element("b", {}, String(day.doors.filter(fits).length))));
  const search = element("input", { type: "search", class: "search", placeholder: say("Address or door code"), "aria-label": say("Search"), value: asked.text, autocomplete: "off", input: ({ target }) => {
    asked.text = target.value.trim();
    again();
  } });
  return [
    element("div", { class: "tools" }, day.rounds.map(({ name }) => element("p", { class: "round" }, name)), progress(day.doors), search, element("div", { class: "chips", role: "group", "aria-label": say("Show") }, chips)),
    box,
  ];
}
