// The picker on forms drawn by web-forms, whose boxes must stay where the library has put them: it stands
// beside the box. Which boxes ask for a place, the form itself says (as in ground/xforms/rules/placed.py).
import { OWN_AREA } from "./keep.js";
import { definePicker } from "./picker.js";

const plain = (text) => text.replace(/[\s*]+/g, " ").trim();

const KINDS = ["place", "address"];

/** "place", "address" or "": by the appearance or the name of a question. */
function kindOf(input) {
  const name = input.getAttribute("ref").split("/").pop();
  const looks = (input.getAttribute("appearance") ?? "").split(/\s+/);
  if (looks.includes("multiline")) return "";
  return KINDS.find((kind) => looks.includes(kind)) ?? KINDS.find((kind) => `_${name}`.endsWith(`_${kind}`)) ?? "";
}

/** The labels of all questions for places -> what they ask for. */
function labelsOf(xml) {
  const form = new DOMParser().parseFromString(xml, "text/xml");
  const texts = new Map(); // id -> the words in all languages of the form
  for (const text of form.querySelectorAll("itext text")) {
    const words = [...text.querySelectorAll("value:not([form])")].map((value) => plain(value.textContent));
    texts.set(text.id, [...(texts.get(text.id) ?? []), ...words]);
  }
  const labels = new Map();
  for (const input of form.querySelectorAll("input[ref]")) {
    const kind = kindOf(input);
    if (!kind) continue;
    const label = input.querySelector(":scope > label");
    const id = /jr:itext\('([^']+)'\)/.exec(label?.getAttribute("ref") ?? "")?.[1];
    for (const words of (id && texts.get(id)) || [plain(label?.textContent ?? "")]) if (words) labels.set(words, kind);
  }
  return labels;
}

export function watchPlaces(mount, xml, { token = "", near = "" } = {}) {
  const labels = labelsOf(xml);
  if (!labels.size) return;
  definePicker();
  mount.addEventListener("focusin", ({ target: box }) => {
    if (!box.matches("input[type=text], input:not([type])") || box.picker) return;
    const said = box.closest(".question-container")?.querySelector("label")?.textContent ?? "";
    const kind = labels.get(plain(said));
    if (!kind) return;
    const picker = document.createElement("gw-picker");
    picker.className = "picker-beside";
    Object.assign(picker.dataset, { [kind === "address" ? "address" : "whole"]: "", near });
    picker.dataset.file = token ? near && `/places/public/county/${near.slice(0, 6)}` : OWN_AREA;
    if (token) picker.dataset.public = "";
    picker.beside = box;
    box.picker = picker;
    box.after(picker);
  });
}
