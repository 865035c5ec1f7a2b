// Any <input data-place> of a desk page becomes a picker; with data-place="430124105/" it prefers that area.
// Its box takes the full name, because what is typed there is read as text.
import { definePicker, wrapped } from "./picker.js";

export function enhance() {
  for (const box of document.querySelectorAll("input[data-place]")) {
    if (box.closest("gw-picker")) continue;
    definePicker();
    wrapped(box, { near: box.dataset.place, whole: "", ...(box.dataset.depth && { depth: box.dataset.depth }) });
  }
}
