// Temperatures owed now: a whole staircase in two taps (the value, then "record"), or one person in two.
import { say } from "../words.js";
import { grouped } from "./day.js";
import { element, icon } from "./element.js";
import { recordSlots } from "./record.js";
import { sheet } from "./sheet.js";
import { clock, now } from "./time.js";
import { toast } from "./toast.js";

const USUAL = ["36.2", "36.3", "36.4", "36.5", "36.6", "36.7", "36.8", "36.9", "37.0", "37.1", "37.2"];
const SYMPTOMS = [["fever", "Fever"], ["cough", "Cough"], ["fatigue", "Fatigue"], ["breath", "Short of breath"]];
const CHANNELS = [["phone", "Phone call"], ["video", "Video call"], ["visit", "At the door"], ["self", "Own entry"]];
const PARTS = { morning: "In the morning", evening: "In the evening" };
const [LOWEST, HIGHEST] = [34, 43];
const chosen = new Map(); // staircase -> value that was tapped

const owed = ({ state, due_at }) => state === "expected" && Date.parse(due_at) > now();

async function record(readings, redraw) {
  try {
    await recordSlots(readings);
    redraw();
  } catch (wrong) {
    toast(wrong.message, { bad: true, seconds: 8 });
  }
}

function values(current, choose) {
  return element("div", { class: "values", role: "group", "aria-label": say("Temperature in °C") }, USUAL.map((value) =>
    element("button", { type: "button", class: "value", "aria-pressed": String(value === current), click: () => choose(value) }, value)));
}

function openSlot(slot, redraw) {
  const symptoms = new Set();
  let channel = slot.channel;
  const send = (temperature) => {
    const number = Number(temperature);
    if (!(number >= LOWEST && number <= HIGHEST)) return toast(say("Between {low} and {high} °C.", { low: LOWEST, high: HIGHEST }), { bad: true });
    made.close();
    return record([[slot, { temperature: number.toFixed(1), symptoms: [...symptoms], channel }]], redraw);
  };
  const typed = element("input", { class: "number", inputmode: "decimal", maxlength: "4", placeholder: "36.5", "aria-label": say("Temperature in °C") });
  const toggles = SYMPTOMS.map(([name, label]) => element("button", { type: "button", class: "chip", "aria-pressed": "false", click: ({ target }) => {
    if (!symptoms.delete(name)) symptoms.add(name);
    target.setAttribute("aria-pressed", String(symptoms.has(name)));
  } }, say(label)));
  const ways = CHANNELS.map(([name, label]) => element("button", { type: "button", class: "chip", "aria-pressed": String(name === channel), click: () => {
    channel = name;
    ways.forEach((way, at) => way.setAttribute("aria-pressed", String(CHANNELS[at][0] === channel)));
  } }, say(label)));
  const made = sheet(slot.person, `${slot.door} · ${slot.day.slice(5)} ${say(PARTS[slot.part])} · ${slot.case}`,
    element("h3", {}, say("Symptoms, if any")), element("div", { class: "chips" }, toggles),
    element("h3", {}, say("Taken how")), element("div", { class: "chips" }, ways),
    element("h3", {}, say("Temperature in °C")), values("", send),
    element("form", { class: "line", submit: (event) => {
      event.preventDefault();
      send(typed.value.replace(",", ".").replace(/^(3[4-9]|4[0-3])(\d)$/, "$1.$2"));
    } }, typed, element("button", { type: "submit", class: "deed is-main" }, say("Record"))));
}

function person(slot, redraw) {
  const high = slot.alarm ? " is-alarm" : "";
  const value = slot.temperature ? element("b", { class: `state is-done${high}` }, `${slot.temperature} °C`) : element("span", { class: `state is-${slot.state}` }, say(slot.state === "missed" ? "Missed" : "Owed"));
  const small = [slot.door, `${slot.day.slice(5)} ${say(PARTS[slot.part])}`, slot.state === "expected" ? say("until {at}", { at: clock(Date.parse(slot.due_at)) }) : slot.measured_at && clock(Date.parse(slot.measured_at))];
  return element("li", {}, element("button", { type: "button", class: `door is-${slot.temperature ? "done" : slot.state}${slot.unsent ? " is-unsent" : ""}`, "data-slot": slot.slot, click: () => openSlot(slot, redraw) },
    element("span", { class: "address" }, slot.person), value,
    element("small", {}, small.filter(Boolean).join(" · ")), slot.unsent && element("small", { class: "unsent" }, icon("hourglass"), say("kept on this phone"))));
}

function stair({ title, rows }, redraw) {
  const waiting = rows.filter(owed);
  const value = chosen.get(title) ?? "";
  const all = waiting.length > 0 && element("div", { class: "whole" },
    element("p", {}, say("The same for all who still wait here:")),
    values(value, (wanted) => {
      chosen.set(title, wanted);
      redraw();
    }),
    value && element("button", { type: "button", class: "deed is-main", "data-whole": title, click: () => {
      chosen.delete(title);
      record(waiting.map((slot) => [slot, { temperature: value }]), redraw);
    } }, icon("check"), say("Record for {n}: {t} °C", { n: waiting.length, t: value })));
  return element("section", {}, element("h2", {}, title, element("span", { class: "share" }, `${rows.length - waiting.length} / ${rows.length}`)),
    all, element("ul", { class: "rows" }, rows.map((slot) => person(slot, redraw))));
}

export function slotsPage(day, redraw) {
  if (!day.slots.length) return element("p", { class: "nothing" }, say("No temperature is owed now."));
  const groups = grouped(day.slots, (slot) => `${day.places[slot.path] ?? ""} ${slot.stair}`.trim());
  // Who still waits comes first: nobody scrolls past what is done.
  const open = ({ rows }) => rows.some(owed);
  return [...groups.filter(open), ...groups.filter((group) => !open(group))].map((group) => stair(group, redraw));
}
