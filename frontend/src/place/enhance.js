// Any <input data-place> of a desk page becomes a picker; with data-place="430124105/" it prefers that area.
// Its box takes the full name, because what is typed there is read as text; with data-place-as="address" the
// place as one says it there, and the house is typed on; with "name" the bare name.
import { definePicker, wrapped } from "./picker.js";

const TAKES = { address: { address: "" }, name: {} };

export function enhance() {
  for (const box of document.querySelectorAll("input[data-place]")) {
    if (box.closest("gw-picker")) continue;
    definePicker();
    const { place: near, placeAs, from, depth } = box.dataset;
    wrapped(box, { near, ...(TAKES[placeAs] ?? { whole: "" }), ...(from && { from }), ...(depth && { depth }) });
  }
}
