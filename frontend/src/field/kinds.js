// The kinds of rounds and their words, as the office says them: a phone has no words of its own for a result.
let kinds = {};

export function learnKinds(told) {
  kinds = told ?? {};
}

export const kindOf = (name) => kinds[name] ?? { label: "", unit: "", form: "", question: "item_code", channel: "door", results: [], states: {} };
export const stateWord = (kind, state) => kindOf(kind).states[state] ?? state;
export const resultWord = (kind, result) => kindOf(kind).results.find(([name]) => name === result)?.[1] ?? stateWord(kind, result);

/** Whether a line is called by the one behind the door (a person, an enterprise) or by the door itself. */
export const byName = ({ kind, label }) => Boolean(label) && kind !== "rental_sweep";

export const nameOf = (door) => (byName(door) ? `${door.label} · ${door.address}` : door.address);
