// One door, rental, person or enterprise: the second tap. As registered, or any other result of its kind; with photo
// and note.
import { smaller } from "../picture.js";
import { say } from "../words.js";
import { office } from "./contact.js";
import { detailsOf } from "./details.js";
import { element, icon } from "./element.js";
import { byName, kindOf, resultWord, stateWord } from "./kinds.js";
import { recordDoor } from "./record.js";
import { sheet } from "./sheet.js";
import { clock } from "./time.js";
import { toast } from "./toast.js";

const SIGNS = { absent: "door", refused: "ban", vacant: "home", moved: "truck", promised: "clock", exempt: "shield" };
const LIKE_BEFORE = ["vacant", "moved", "refused", "exempt"];

function wholeForm(door) {
  const { form, question } = kindOf(door.kind);
  const asked = new URLSearchParams({ form, [question]: door.code, ...door.known });
  return `/phone/form?${asked}`;
}

export function openDoor(door, redraw) {
  const { results } = kindOf(door.kind);
  let picture;
  let busy = false;

  const details = detailsOf(door, label);
  const note = element("input", { class: "note", maxlength: "200", placeholder: say("Note"), "aria-label": say("Note"), input: mark });
  const same = element("button", { type: "button", class: "deed is-main", "data-result": "same", click: () => (details.isShort ? window.location.assign(wholeForm(door)) : record(usual())) });
  const camera = element("input", { type: "file", accept: "image/*", capture: "environment", class: "camera", "aria-label": say("Photo"), change: taken });
  const preview = element("span", { class: "preview" });

  /** What the large button records: the same as last time while nothing was changed, else that it is checked. */
  function usual() {
    return LIKE_BEFORE.includes(door.before) && details.isKnown() ? door.before : "done";
  }
  function label() {
    const result = usual();
    const words = result === "done" ? details.words() : "";
    const like = details.isKnown() && (words || result !== "done");
    const title = like ? say(door.before ? "Same as last time" : "As registered") : resultWord(door.kind, result);
    const small = like && result !== "done" ? resultWord(door.kind, result) : words;
    same.replaceChildren(icon("check"), element("span", {}, element("b", {}, title), small && element("small", {}, small)));
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
  async function record(result) {
    if (busy) return;
    busy = true;
    const words = [resultWord(door.kind, result), result === "done" && details.words()].filter(Boolean).join(" · ");
    try {
      await recordDoor(door, result, words, { answers: details.answers(result), note: note.value.trim(), picture });
      note.removeAttribute("data-unsaved");
      made.close();
      redraw();
    } catch (wrong) {
      busy = false;
      toast(wrong.message, { bad: true, seconds: 8 });
    }
  }

  label();
  const visits = door.attempts ? say("{n} visits, last {at}", { n: door.attempts, at: clock(door.last_at) }) : "";
  const others = results.filter(([result]) => result !== "done");
  const takesPhoto = door.kind !== "vaccination_call";
  const made = sheet(byName(door) ? door.label : door.address, [byName(door) ? door.address : door.label && say("landlord {name}", { name: door.label }), stateWord(door.kind, door.state), visits, door.code].filter(Boolean).join(" · "),
    same,
    details.parts,
    element("div", { class: "deeds" }, others.map(([result, words]) => element("button", { type: "button", class: "deed", "data-result": result, click: () => record(result) }, icon(SIGNS[result] ?? "check"), words))),
    takesPhoto && element("div", { class: "line" }, element("label", { class: "deed is-photo" }, icon("camera"), say("Photo"), camera), preview),
    note,
    office.reachable && door.page && element("a", { class: "more", href: door.page }, say(door.kind === "vaccination_call" ? "Show the number to call (is recorded)" : "Open the rental with its tenants"), icon("chevron-right")),
    element("a", { class: "more", href: wholeForm(door) }, say("Fill in the whole form"), icon("chevron-right")));
}
