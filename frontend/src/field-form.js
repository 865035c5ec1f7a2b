// A form on the worker's phone: its XForm and lists lie in the browser's database, so it opens without a
// network; the household it was opened for stands in it already.
import "@tabler/core/dist/css/tabler.css";
import "../../gridward/web/static/web/gridward.css";
import "../../gridward/web/static/web/phone.css";
import "./phone-badge.js";
import { database } from "./database.js";
import { outbox } from "./outbox.js";
import "./form.js";
import { prefilled } from "./field/answers.js";
import { kept, maySend } from "./field/contact.js";
import { learnKinds, nameOf, resultWord } from "./field/kinds.js";
import { learn, say } from "./words.js";
import { ZH } from "./words-field.js";

learn(ZH);
const asked = Object.fromEntries(new URLSearchParams(window.location.search));
const main = document.getElementById("content");
const me = await kept("me");
if (me) document.body.dataset.owner = me.owner;
outbox.mayStart = maySend;

/** Which door or slot a filled form is about, so that the lists show it before the office has it. */
function describe(purpose, answers, doors, slots) {
  const named = answers.household_code || answers.item_code;
  if (purpose === "visit" && named) {
    const door = doors.find(({ code }) => code === named);
    const said = door && resultWord(door.kind, answers.result);
    return { label: door ? nameOf(door) : named, result: answers.result, said, about: { kind: "door", key: named, path: door?.path } };
  }
  const slot = purpose === "round" && slots.find((one) => one.case === answers.case_number && one.day === answers.slot_date && one.part === answers.slot);
  return slot ? { label: slot.person, result: answers.temperature, said: `${answers.temperature} °C`, about: { kind: "slot", key: String(slot.slot), path: slot.path } } : {};
}

const form = await database.forms.get(asked.form ?? "");
if (form && me && form.owner === me.owner) {
  document.title = document.getElementById("title").textContent = form.title;
  const made = document.createElement("gw-form");
  made.given = { xml: prefilled(form.xml, asked), files: form.files };
  made.dataset.submit = "/submission";
  made.dataset.near = me.data.paths?.[0] ?? "";
  if (!asked.household_code && !asked.item_code) made.dataset.after = "new";
  const canvass = await kept("canvass");
  learnKinds(canvass?.data.kinds);
  const [doors, slots] = [canvass?.data.doors ?? [], (await kept("care"))?.data.slots ?? []];
  made.describe = (answers) => describe(form.purpose, answers, doors, slots);
  main.append(made);
} else {
  const note = document.createElement("p");
  note.className = "alert alert-warning";
  note.textContent = say("This form is not on this phone. Go online once and open it again.");
  main.append(note);
}
