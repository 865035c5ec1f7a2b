// Any <input data-place> of a desk page becomes a picker; with data-place="430124105/" it prefers that area.
// Its box takes the full name, because what is typed there is read as text.
import { definePicker } from "./picker.js";

function dress(box) {
  if (box.closest("gw-picker")) return;
  const picker = document.createElement("gw-picker");
  picker.dataset.near = box.dataset.place;
  picker.dataset.whole = "";
  if (box.dataset.depth) picker.dataset.depth = box.dataset.depth;
  box.before(picker);
  picker.append(box);
}

export function enhance() {
  const boxes = document.querySelectorAll("input[data-place]");
  if (!boxes.length) return;
  boxes.forEach(dress);
  definePicker();
}
