// Between a question on the page and its answer as text.

const ZONE = "+08:00";
// Full-width digits and signs, as Chinese keyboards type them.
const half = (text) => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/。/g, ".").trim();

const boxes = (element) => [...element.querySelectorAll("[data-choices] input")];
export const control = (element) => element.querySelector("input, textarea, select");

export function read(element) {
  const kind = element.dataset.kind, box = control(element);
  if (kind === "pick" || kind === "checks") return boxes(element).filter((one) => one.checked).map((one) => one.value).join(" ");
  if (kind === "tick") return box.checked ? "OK" : "";
  if (kind === "text" && box.value) {
    if (box.type === "datetime-local") return `${box.value}:00.000${ZONE}`;
    if (box.type === "time") return `${box.value}:00.000${ZONE}`;
    if (box.inputMode || box.type === "tel") return half(box.value);
  }
  return box.value;
}

export function write(element, text) {
  const kind = element.dataset.kind, box = control(element);
  if (kind === "note" || kind === "file") return;
  if (kind === "pick" || kind === "checks") {
    const chosen = kind === "pick" ? [text] : text.split(/\s+/);
    for (const one of boxes(element)) one.checked = chosen.includes(one.value);
  } else if (kind === "tick") box.checked = text === "OK";
  else if (box.type === "datetime-local") box.value = text.slice(0, 16);
  else if (box.type === "time") box.value = text.slice(0, 5);
  else box.value = text;
}

/** Whether somebody has answered before the script was there. */
export function touched(element) {
  const box = control(element);
  if (!box || element.dataset.kind === "file") return false;
  if (box.tagName === "SELECT") return !!box.value && ![...box.options].some((one) => one.defaultSelected && one.selected);
  if (box.type === "radio" || box.type === "checkbox") return [...element.querySelectorAll("input")].some((one) => one.checked !== one.defaultChecked);
  return box.value !== box.defaultValue;
}

/** The choices of a question whose list depends on other answers. */
export function offer(element, choices, text) {
  const told = JSON.stringify(choices);
  if (element.dataset.offered === told) return;
  element.dataset.offered = told;
  if (element.dataset.kind === "list") {
    const box = control(element), first = box.options[0];
    box.replaceChildren(first, ...choices.map(([value, words]) => new Option(words, value)));
  } else {
    const list = element.querySelector("[data-choices]"), many = element.dataset.kind === "checks";
    const name = element.dataset.name || (element.dataset.name = (control(element) || { name: element.id }).name);
    list.replaceChildren(...choices.map(([value, words]) => {
      const label = document.createElement("label"), box = document.createElement("input"), said = document.createElement("span");
      label.className = "choice";
      box.type = many ? "checkbox" : "radio";
      box.name = name;
      box.value = value;
      said.textContent = words;
      label.append(box, said);
      return label;
    }));
  }
  write(element, text);
}

/** The words of a question, for messages. */
export function labelOf(element) {
  const label = (element.querySelector("legend, label") || element).cloneNode(true);
  for (const mark of label.querySelectorAll("[data-must]")) mark.remove();
  return label.textContent.trim();
}
