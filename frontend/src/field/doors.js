// Today's list: doors, rentals, calls, enterprises, each kind by itself and grouped by staircase; search, what is
// due now, where nobody was, how far one is.
import { say } from "../words.js";
import { openDoor } from "./door.js";
import { grouped, isDue, settled } from "./day.js";
import { element, icon } from "./element.js";
import { byName, kindOf, stateWord } from "./kinds.js";
import { clock } from "./time.js";

const FILTERS = [
  ["due", "Due now", (door) => isDue(door)],
  ["away", "", ({ state }) => state === "attempted" || state === "absent"],
  ["all", "All", () => true],
];
const PARTS = { morning: "morning", afternoon: "afternoon", evening: "evening" };
const asked = { kind: "", filter: "due", text: "" };

/** What stands on the door itself, under a heading that names the staircase: 302 of 1号小区 1栋 1单元 302. */
export function shortName({ address, stair }) {
  const plain = stair.replace(/\s/g, "");
  const at = plain ? address.indexOf(plain) : -1;
  return at < 0 ? address : address.slice(at + plain.length).trim() || address;
}

const matches = (door) => !asked.text || `${door.address} ${door.label} ${door.code} ${door.stair}`.toLowerCase().includes(asked.text.toLowerCase());

function told(door) {
  const words = [];
  if (byName(door)) words.push(door.kind === "vaccination_call" ? shortName(door) : door.address);
  else if (door.label) words.push(say("landlord {name}", { name: door.label }));
  if (door.attempts) words.push(say("{n} visits, last {at}", { n: door.attempts, at: clock(door.last_at) }));
  if (door.state === "attempted" && door.parts.length) words.push(say(door.kind === "vaccination_call" ? "not reached in the {parts}" : "closed in the {parts}", { parts: door.parts.map((part) => say(PARTS[part])).join("、") }));
  if (door.by_door && door.kind === "vaccination_call" && !settled(door)) words.push(say("go there, no phone"));
  if (door.mine === false) words.push(say("shared out to a colleague"));
  if (door.added) words.push(say("added: {why}", { why: door.added }));
  return words.join(" · ");
}

function row(door, redraw) {
  const state = element("span", { class: `state is-${door.state}` }, stateWord(door.kind, door.state));
  const small = told(door);
  return element("li", {}, element("button", { type: "button", class: `door is-${door.state}${door.unsent ? " is-unsent" : ""}`, "data-code": door.code, click: () => openDoor(door, redraw) },
    element("span", { class: "address" }, byName(door) ? door.label : shortName(door)),
    state, small && element("small", {}, small), door.unsent && element("small", { class: "unsent" }, icon("hourglass"), say("kept on this phone"))));
}

function list(day, doors, redraw) {
  const fits = asked.text ? () => true : FILTERS.find(([name]) => name === asked.filter)[2];
  const shown = doors.filter((door) => fits(door) && matches(door));
  if (!shown.length) {
    if (!day.rooms.canvass || !day.rounds.length) return element("p", { class: "nothing" }, say("No round is running here."));
    return element("p", { class: "nothing" }, say(asked.text ? "Nothing matches." : asked.filter === "due" ? "Nothing is due now. Look under “All”." : "Nothing here."));
  }
  const whole = new Map(grouped(doors, heading).map(({ title, rows }) => [title, rows]));
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

function progress(doors, sweeps) {
  const done = doors.filter(settled).length;
  const { unit } = kindOf(doors[0]?.kind);
  return [
    element("div", { class: "progress-line" },
      element("progress", { max: String(doors.length || 1), value: String(done), "aria-label": say("With a result") }),
      element("span", {}, say(doors[0].kind === "vaccination_call" ? "called {done} of {all} {unit}" : "visited {done} of {all} {unit}", { done, all: doors.length, unit }))),
    sweeps.map(({ means }) => means?.length && element("details", { class: "means" }, element("summary", {}, say("How is this counted?")), means.map((line) => element("p", {}, line)))),
  ];
}

/** The kinds of rounds that run here, the one that is shown first; one chip each when there are several. */
function kindChips(day, redraw) {
  const kinds = [...new Set(day.rounds.map(({ kind }) => kind))];
  if (!kinds.includes(asked.kind)) asked.kind = kinds.includes("door_sweep") ? "door_sweep" : (kinds[0] ?? "");
  if (kinds.length < 2) return undefined;
  return element("div", { class: "chips is-kinds", role: "group", "aria-label": say("Lists of today") }, kinds.map((kind) => element("button", {
    type: "button", class: "chip", "data-kind": kind, "aria-pressed": String(asked.kind === kind),
    click: () => {
      asked.kind = kind;
      asked.text = "";
      redraw();
    },
  }, kindOf(kind).label, " ", element("b", {}, String(day.doors.filter((door) => door.kind === kind && isDue(door)).length)))));
}

export function doorsPage(day, redraw) {
  const kinds = kindChips(day, redraw);
  const doors = day.doors.filter(({ kind }) => kind === asked.kind);
  const sweeps = day.rounds.filter(({ kind }) => kind === asked.kind);
  const away = stateWord(asked.kind, "attempted").split(/[，,]/)[0]; // 家中无人，待再访
  const box = element("div", { class: "list" }, list(day, doors, redraw));
  const again = () => box.replaceChildren(...[list(day, doors, redraw)].flat());
  const chips = FILTERS.map(([name, label, fits]) => element("button", {
    type: "button", class: "chip", "data-filter": name, "aria-pressed": String(asked.filter === name),
    click: () => {
      asked.filter = name;
      redraw();
    },
  }, label ? say(label) : away, " ", element("b", {}, String(doors.filter(fits).length))));
  const search = element("input", { type: "search", class: "search", placeholder: say("Address, name or number"), "aria-label": say("Search"), value: asked.text, autocomplete: "off", input: ({ target }) => {
    asked.text = target.value.trim();
    again();
  } });
  return [
    element("div", { class: "tools" }, kinds, sweeps.map(({ name }) => element("p", { class: "round" }, name)), doors.length > 0 && progress(doors, sweeps), doors.length > 0 && search, doors.length > 0 && element("div", { class: "chips", role: "group", "aria-label": say("Show") }, chips)),
    box,
  ];
}
