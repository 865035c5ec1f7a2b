// A tap becomes a submission in the outbox; for ten seconds it can be taken back.
import { database } from "../database.js";
import { outbox } from "../outbox.js";
import { say } from "../words.js";
import { questions, submission } from "./answers.js";
import { kindOf, nameOf, resultWord } from "./kinds.js";
import { now, today } from "./time.js";
import { toast } from "./toast.js";

export const UNDO = 10_000;

/** The form of this name; or another of the purpose that asks for the same thing. */
async function formFor(purpose, name, question) {
  const owner = document.body.dataset.owner ?? "";
  const own = await database.forms.get(name);
  const found = own?.owner === owner ? own : await database.forms.filter((one) => one.purpose === purpose && one.owner === owner && questions(one.xml).has(question)).first();
  if (!found) throw new Error(say("The form is not on this phone yet. Go online once, then record again."));
  return found;
}

async function put(form, answers, more) {
  const at = now();
  const { id, parts } = submission(form.xml, answers, { at, pictures: more.pictures });
  const item = {
    id, parts, at, title: form.title, label: more.label, about: more.about, result: more.result, said: more.said,
    url: new URL("/submission", window.location).href, owner: document.body.dataset.owner ?? "", notBefore: Date.now() + UNDO,
  };
  await outbox.put(item);
  return id;
}

/** One door, rental, person or enterprise: a result of its kind; `more`: answers, note, picture. */
export async function recordDoor(door, result, words, more = {}) {
  const kind = kindOf(door.kind);
  const form = await formFor("visit", kind.form, kind.question);
  const answers = { [kind.question]: door.code, result, note: more.note ?? "", ...more.answers };
  const takesPhoto = questions(form.xml).has("photo");
  const pictures = more.picture && takesPhoto ? { photo: { name: `${today()}-${door.code.replace(/[^\w-]/g, "")}-${Date.now() % 100000}.jpg`, file: more.picture } } : {};
  const about = { kind: "door", key: door.code, path: door.path };
  const label = nameOf(door);
  const id = await put(form, answers, { label, about, result, said: resultWord(door.kind, result), pictures });
  const left = more.picture && !takesPhoto ? ` · ${say("without the photo: this form does not take one")}` : "";
  toast(`${label} · ${words}${left}`, { undo: () => outbox.undo(id), seconds: UNDO / 1000 });
}

/** A task: `how` done or cancelled, and what came of it. */
export async function recordTask(task, how, result) {
  const form = await formFor("task", "task_result", "task_number");
  const about = { kind: "task", key: String(task.task), path: task.path };
  const said = say(how === "done" ? "Task done" : "No longer needed");
  const id = await put(form, { task_number: task.task, how, result }, { label: task.title, about, said });
  toast(`${task.title} · ${said}`, { undo: () => outbox.undo(id), seconds: UNDO / 1000 });
}

/** Temperatures: `readings` are [slot, { temperature, symptoms, site, channel }] pairs. */
export async function recordSlots(readings) {
  const form = await formFor("round", "temperature_round", "case_number");
  const ids = [];
  for (const [slot, reading] of readings) {
    const symptoms = reading.symptoms?.length ? reading.symptoms.join(" ") : "none";
    const answers = {
      case_number: slot.case, slot_date: slot.day, slot: slot.part, temperature: reading.temperature, symptoms,
      site: reading.site ?? "forehead", channel: reading.channel ?? slot.channel,
    };
    const about = { kind: "slot", key: String(slot.slot), path: slot.path };
    ids.push(await put(form, answers, { label: slot.person, about, result: reading.temperature, said: `${reading.temperature} °C` }));
  }
  const [first, { temperature }] = readings[0];
  const words = readings.length === 1 ? `${first.person} · ${temperature} °C` : say("{n} people · {t} °C", { n: readings.length, t: temperature });
  toast(words, { undo: async () => (await Promise.all(ids.map((id) => outbox.undo(id)))).every(Boolean), seconds: UNDO / 1000 });
}
