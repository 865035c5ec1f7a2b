// The picker on forms drawn by web-forms, whose boxes must stay where the library has put them: it stands
// beside the box. Which boxes ask for a place, the form itself says: questions called "place".
import "./picker.css";
import { OWN_AREA } from "./keep.js";
import { definePicker } from "./picker.js";

const plain = (text) => text.replace(/[\s*]+/g, " ").trim();

/** The labels of all questions called "place". */
function labelsOf(xml) {
  const form = new DOMParser().parseFromString(xml, "text/xml");
  const texts = new Map(); // id -> the words in all languages of the form
  for (const text of form.querySelectorAll("itext text")) {
    const words = [...text.querySelectorAll("value:not([form])")].map((value) => plain(value.textContent));
    texts.set(text.id, [...(texts.get(text.id) ?? []), ...words]);
  }
  const labels = new Set();
  for (const input of form.querySelectorAll("input[ref]")) {
    if (!/(?:^|\/)place$/.test(input.getAttribute("ref"))) continue;
    const label = input.querySelector(":scope > label");
    const id = /jr:itext\('([^']+)'\)/.exec(label?.getAttribute("ref") ?? "")?.[1];
    for (const words of (id && texts.get(id)) || [plain(label?.textContent ?? "")]) if (words) labels.add(words);
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
    if (!labels.has(plain(said))) return;
    const picker = document.createElement("gw-picker");
    picker.className = "picker-beside";
    Object.assign(picker.dataset, { whole: "", near, file: token ? "" : OWN_AREA });
    if (token) picker.dataset.public = "";
    picker.beside = box;
    box.picker = picker;
    box.after(picker);
  });
}
