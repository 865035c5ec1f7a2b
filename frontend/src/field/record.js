// A tap becomes a submission in the outbox; for ten seconds it can be taken back.
import { database } from "../database.js";
import { outbox } from "../outbox.js";
import { say } from "../words.js";
import { questions, submission } from "./answers.js";
import { now, today } from "./time.js";
import { toast } from "./toast.js";

export const UNDO = 10_000;

async function formFor(purpose, name) {
  const owner = document.body.dataset.owner ?? "";
  const own = await database.forms.get(name);
  const found = own?.owner === owner ? own : await database.forms.filter((one) => one.purpose === purpose && one.owner === owner).first();
  if (!found) throw new Error(say("The form is not on this phone yet. Go online once, then record again."));
  return found;
}

async function put(form, answers, more) {
  const at = now();
  const { id, parts } = submission(form.xml, answers, { at, pictures: more.pictures });
  const item = {
    id, parts, at, title: form.title, label: more.label, about: more.about, result: more.result,
    url: new URL("/submission", window.location).href, owner: document.body.dataset.owner ?? "", notBefore: Date.now() + UNDO,
  };
  await outbox.put(item);
  return id;
}

/** One door: `result` done, absent, refused, vacant or moved; `more`: people, fever, note, picture. */
export async function recordDoor(door, result, words, more = {}) {
  const form = await formFor("visit", "household_visit");
  const answers = { household_code: door.code, result, note: more.note ?? "" };
  if (result === "done") Object.assign(answers, { people_now: more.people, symptoms_seen: more.fever ? "y" : "n" });
  const takesPhoto = questions(form.xml).has("photo");
  const pictures = more.picture && takesPhoto ? { photo: { name: `${today()}-${door.code.replace(/[^\w-]/g, "")}-${Date.now() % 100000}.jpg`, file: more.picture } } : {};
  const about = { kind: "door", key: door.code, path: door.path };
  const id = await put(form, answers, { label: door.address, about, result, pictures });
  const left = more.picture && !takesPhoto ? ` · ${say("without the photo: this form does not take one")}` : "";
  toast(`${door.address} · ${words}${left}`, { undo: () => outbox.undo(id), seconds: UNDO / 1000 });
}

/** Temperatures: `readings` are [slot, { temperature, symptoms, site, channel }] pairs. */
export async function recordSlots(readings) {
  const form = await formFor("round", "temperature_round");
  const ids = [];
  for (const [slot, reading] of readings) {
    const symptoms = reading.symptoms?.length ? reading.symptoms.join(" ") : "none";
    const answers = {
      case_number: slot.case, slot_date: slot.day, slot: slot.part, temperature: reading.temperature, symptoms,
      site: reading.site ?? "forehead", channel: reading.channel ?? slot.channel,
    };
    const about = { kind: "slot", key: String(slot.slot), path: slot.path };
    ids.push(await put(form, answers, { label: slot.person, about, result: reading.temperature }));
  }
  const [first, { temperature }] = readings[0];
  const words = readings.length === 1 ? `${first.person} · ${temperature} °C` : say("{n} people · {t} °C", { n: readings.length, t: temperature });
  toast(words, { undo: async () => (await Promise.all(ids.map((id) => outbox.undo(id)))).every(Boolean), seconds: UNDO / 1000 });
}
