// The day as the phone knows it: the snapshots of the office, and over them what was recorded here and is
// not yet in them.
import { database } from "../database.js";
import { outbox } from "../outbox.js";
import { kept } from "./contact.js";
import { learnKinds } from "./kinds.js";
import { isEnding } from "../seal.js";
import { now, partOfDay } from "./time.js";

const UNSETTLED = ["open", "attempted"];
const SHOWN = 1_800_000; // what arrived stands over an old snapshot for so long
const STATES = { absent: "attempted" };

/** What was recorded here: subject -> newest record, waiting ones and those that just arrived. */
async function recorded(owner) {
  const waiting = (await outbox.items()).filter((item) => item.owner === owner && item.state === "waiting" && !item.locked);
  const arrived = await database.sent.where("at").above(now() - 86_400_000).toArray();
  const fresh = arrived.filter((one) => one.owner === owner && Date.now() - one.sentAt < SHOWN);
  const found = new Map();
  for (const record of [...fresh, ...waiting].sort((one, other) => one.at - other.at)) {
    if (record.about) found.set(`${record.about.kind} ${record.about.key}`, { ...record, unsent: !record.sentAt });
  }
  return found;
}

function door(snapshot, record) {
  if (!record || Date.parse(snapshot.last_at ?? 0) >= record.at) return snapshot;
  const absent = record.result === "absent";
  // A knock at a closed door says nothing against an earlier result.
  const state = absent && !UNSETTLED.includes(snapshot.state) ? snapshot.state : (STATES[record.result] ?? record.result);
  const parts = absent ? [...new Set([...snapshot.parts, partOfDay(record.at)])] : snapshot.parts;
  return { ...snapshot, state, parts, attempts: snapshot.attempts + 1, last_at: new Date(record.at).toISOString(), unsent: record.unsent };
}

/** Whether a door is to be knocked at now: never visited, or closed at another time of day only. */
export function isDue({ state, parts, mine }, part = partOfDay()) {
  if (mine === false) return false;
  return state === "open" || (state === "attempted" && !parts.includes(part));
}

export const settled = ({ state }) => !UNSETTLED.includes(state);

function slot(snapshot, record) {
  if (!record || Date.parse(snapshot.measured_at ?? 0) >= record.at) return snapshot;
  return { ...snapshot, temperature: record.result, measured_at: new Date(record.at).toISOString(), state: "recorded", unsent: record.unsent };
}

/** A task that was finished here stays to be seen until the office has it. */
function task(snapshot, record) {
  return record ? { ...snapshot, closed: record.said, unsent: record.unsent } : snapshot;
}

/** The groups of rows that stand under one heading, in the order they came. */
export function grouped(rows, heading) {
  const groups = new Map();
  for (const row of rows) {
    const key = heading(row);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return [...groups].map(([title, inside]) => ({ title, rows: inside }));
}

/** Everything the pages show. */
export async function day() {
  const me = await kept("me");
  if (!me) return undefined;
  const [canvass, care, duty, forms, items, sent] = await Promise.all([
    kept("canvass"), kept("care"), kept("duty"), kept("forms"), outbox.items(), database.sent.orderBy("at").reverse().toArray(),
  ]);
  const records = await recorded(me.owner);
  learnKinds(canvass?.data.kinds);
  const places = { ...canvass?.data.places, ...care?.data.places };
  const ages = [canvass, care, duty, forms].filter(Boolean).map((one) => one.at);
  return {
    me: me.data,
    places,
    at: ages.length ? Math.min(...ages) : undefined,
    rooms: { canvass: Boolean(canvass), care: Boolean(care), duty: Boolean(duty), forms: Boolean(forms) },
    rounds: canvass?.data.rounds ?? [],
    doors: (canvass?.data.doors ?? []).map((one) => door(one, records.get(`door ${one.code}`))),
    slots: (care?.data.slots ?? []).map((one) => slot(one, records.get(`slot ${one.slot}`))),
    tasks: (duty?.data.tasks ?? []).map((one) => task(one, records.get(`task ${one.task}`))),
    forms: forms?.data.forms ?? [],
    returned: forms?.data.returned ?? [],
    items,
    sent,
    ending: items.length > 0 && (await isEnding()),
  };
}
