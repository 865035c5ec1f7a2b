// One door: the second tap. Same as last time, nobody home, refused, vacant, moved; with photo and note.
import { smaller } from "../picture.js";
import { say } from "../words.js";
import { stateWord } from "./doors.js";
import { element, icon } from "./element.js";
import { recordDoor } from "./record.js";
import { sheet } from "./sheet.js";
import { clock } from "./time.js";
import { toast } from "./toast.js";

const OTHERS = [["absent", "Nobody home", "door"], ["refused", "Refused", "ban"], ["vacant", "Vacant", "home"], ["moved", "Moved away", "truck"]];
const LIKE_BEFORE = ["vacant", "moved", "refused"];

/** What "same as last time" means behind this door, in words that can be answered for. */
function lastTime(door, people, fever) {
  if (LIKE_BEFORE.includes(door.before) && !fever && people === door.people) return { result: door.before, words: stateWord(door.before) };
  return { result: "done", words: say(fever ? "{n} at home, fever or cough" : "{n} at home, no fever or cough", { n: people }) };
}

export function openDoor(door, redraw) {
  let people = door.people ?? 1;
  let fever = false;
  let picture;
  let busy = false;

  const note = element("input", { class: "note", maxlength: "200", placeholder: say("Note"), "aria-label": say("Note"), input: mark });
  const number = element("output", {}, String(people));
  const same = element("button", { type: "button", class: "deed is-main", "data-result": "same", click: () => record(lastTime(door, people, fever)) });
  const sick = element("button", { type: "button", class: "chip", "aria-pressed": "false", click: () => {
    fever = !fever;
    sick.setAttribute("aria-pressed", String(fever));
    label();
  } }, say("Somebody has fever or cough"));
  const camera = element("input", { type: "file", accept: "image/*", capture: "environment", class: "camera", "aria-label": say("Photo"), change: taken });
  const preview = element("span", { class: "preview" });

  function step(by) {
    people = Math.min(99, Math.max(1, people + by));
    number.textContent = String(people);
    label();
  }
  function label() {
    const { words } = lastTime(door, people, fever);
    const known = door.people === people && !fever;
    same.replaceChildren(icon("check"), element("span", {}, element("b", {}, say(!known ? "At home" : door.before ? "Same as last time" : "As registered")), element("small", {}, words)));
  }
  function mark() {
    made.toggleAttribute("data-touched", Boolean(note.value || picture));
    note.toggleAttribute("data-unsaved", Boolean(note.value || picture));
  }
  async function taken({ target }) {
    const [file] = target.files;
    if (!file) return;
    preview.textContent = "…";
    try {
      picture = await smaller(file);
      const image = element("img", { alt: say("Photo"), src: URL.createObjectURL(picture) });
      preview.replaceChildren(image, element("small", {}, `${Math.round(picture.size / 1024)} kB`));
    } catch {
      preview.textContent = "";
      toast(say("This picture cannot be read."), { bad: true });
    }
    mark();
  }
  async function record({ result, words }) {
    if (busy) return;
    busy = true;
    try {
      await recordDoor(door, result, words, { people, fever, note: note.value.trim(), picture });
      note.removeAttribute("data-unsaved");
      made.close();
      redraw();
    } catch (wrong) {
      busy = false;
      toast(wrong.message, { bad: true, seconds: 8 });
    }
  }

  label();
  const visits = door.attempts ? ` · ${say("{n} visits, last {at}", { n: door.attempts, at: clock(door.last_at) })}` : "";
  const made = sheet(door.address, `${stateWord(door.state)}${visits} · ${door.code}`,
    same,
    element("div", { class: "line" },
      element("span", {}, say("People at home")),
      element("button", { type: "button", class: "round-button is-step", "aria-label": say("One less"), click: () => step(-1) }, icon("minus")), number,
      element("button", { type: "button", class: "round-button is-step", "aria-label": say("One more"), click: () => step(1) }, icon("plus"))),
    sick,
    element("div", { class: "deeds" }, OTHERS.map(([result, words, sign]) => element("button", { type: "button", class: "deed", "data-result": result, click: () => record({ result, words: say(words) }) }, icon(sign), say(words)))),
    element("div", { class: "line" }, element("label", { class: "deed is-photo" }, icon("camera"), say("Photo"), camera), preview),
    note,
    element("a", { class: "more", href: `/phone/form?form=household_visit&household_code=${encodeURIComponent(door.code)}` }, say("Fill in the whole form"), icon("chevron-right")));
}
