// The picker on the light page of residents: place questions propose places, from the server or, without a
// network, from the county's file.
import { definePicker, wrapped } from "./picker.js";

const WANTED = '.q[data-path$="/place"] > input[type=text]';

/** Dresses all place questions of a form, and those of rows that are added later. */
export function dressPlaces(form, near) {
  definePicker();
  const dress = () => {
    for (const box of form.querySelectorAll(WANTED)) {
      const here = document.activeElement === box;
      wrapped(box, { public: "", whole: "", near, file: near ? `/places/public/county/${near.slice(0, 6)}` : "" });
      if (here) box.focus();
    }
  };
  dress();
  new MutationObserver(dress).observe(form, { childList: true, subtree: true });
}
