// What is asked at a door beside the result, for each kind of round: numbers to step, facts to tick, a date. What
// the register knows stands in it already, so that "as registered" is one tap.
import { say } from "../words.js";
import { element, icon } from "./element.js";
import { now as clock, today } from "./time.js";

const FEVER = { name: "symptoms_seen", words: "Somebody has fever or cough" };
const ASKED = {
  door_sweep: { number: { name: "people_now", words: "People at home", least: 1, usual: 1 }, fact: FEVER, told: (n, on) => say(on ? "{n} at home, fever or cough" : "{n} at home, no fever or cough", { n }) },
  rental_sweep: { number: { name: "tenants_now", words: "Tenants now", least: 0, usual: 1 }, fact: { name: "pledged", words: "The landlord has signed the duty" }, needs: "rental_type", told: (n, on) => say(on ? "{n} tenants, duty signed" : "{n} tenants, duty not signed", { n }) },
  enterprise_sweep: { number: { name: "on_site", words: "People on site", least: 0, usual: 0 }, fact: FEVER, told: (n, on) => say(on ? "{n} on site, fever or cough" : "{n} on site, no fever or cough", { n }) },
  vaccination_call: { ways: [["phone", "Phone call"], ["door", "At the door"]], date: { name: "appointment", words: "Date agreed", of: "promised" } },
};

/** The parts of the sheet, and what they say: `changed` from what the register knows, `answers(result)`, `words`. */
export function detailsOf(door, redraw) {
  const { number, fact, ways, date, needs, told } = ASKED[door.kind] ?? {};
  const known = door.known ?? {};
  const start = { number: known[number?.name] ?? number?.usual, fact: known[fact?.name] === "y", way: door.by_door ? "door" : "phone" };
  const now = { ...start };
  const parts = [];
  if (number) {
    const output = element("output", {}, String(now.number));
    const step = (by) => () => {
      now.number = Math.min(999, Math.max(number.least, now.number + by));
      output.textContent = String(now.number);
      redraw();
    };
    parts.push(element("div", { class: "line" }, element("span", {}, say(number.words)),
      element("button", { type: "button", class: "round-button is-step", "aria-label": say("One less"), click: step(-1) }, icon("minus")), output,
      element("button", { type: "button", class: "round-button is-step", "aria-label": say("One more"), click: step(1) }, icon("plus"))));
  }
  if (fact) {
    parts.push(element("button", { type: "button", class: "chip", "aria-pressed": String(now.fact), click: ({ target }) => {
      now.fact = !now.fact;
      target.setAttribute("aria-pressed", String(now.fact));
      redraw();
    } }, say(fact.words)));
  }
  if (ways) {
    const chips = ways.map(([name, words]) => element("button", { type: "button", class: "chip", "aria-pressed": String(name === now.way), click: () => {
      now.way = name;
      chips.forEach((chip, at) => chip.setAttribute("aria-pressed", String(ways[at][0] === name)));
    } }, say(words)));
    parts.push(element("div", { class: "chips" }, chips));
  }
  const day = date && element("input", { type: "date", class: "note", value: today(clock() + 86_400_000), min: today(), "aria-label": say(date.words) });
  if (day) parts.push(element("label", { class: "line" }, element("span", {}, say(date.words)), day));
  return {
    parts,
    // The register lacks what the form must know: then the whole form is the way.
    isShort: Boolean(needs) && !(needs in known),
    isKnown: () => now.number === start.number && now.fact === start.fact && (!number || number.name in known),
    words: () => told?.(now.number, now.fact) ?? "",
    answers(result) {
      const answers = ways ? { channel: now.way } : {};
      if (date?.of === result) answers[date.name] = day.value;
      if (result !== "done" || !number) return answers;
      return { ...known, ...answers, [number.name]: now.number, [fact.name]: now.fact ? "y" : "n" };
    },
  };
}
