// The map as a list: for those who cannot see or draw it, and for paper.
import { say } from "./words.js";

export function listOf(features) {
  const fold = document.createElement("details");
  fold.className = "map-list";
  const head = document.createElement("summary");
  head.textContent = `${say("Numbers")} · ${features.length}`;
  const list = document.createElement("ol");
  for (const { properties } of features) {
    const item = document.createElement("li");
    const box = document.createElement("i");
    box.style.setProperty("background-color", properties.colour);
    const name = document.createElement(properties.href ? "a" : "span");
    if (properties.href) name.href = properties.href;
    name.textContent = properties.name;
    const value = document.createElement("b");
    value.textContent = properties.text ?? properties.value ?? say("no data");
    item.append(box, name, value);
    list.append(item);
  }
  fold.append(head, list);
  return fold;
}
