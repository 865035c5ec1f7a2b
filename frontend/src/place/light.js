// The picker on the light page of residents: questions for places and addresses propose them, from the
// server or, without a network, from the county's file.
import { definePicker, wrapped } from "./picker.js";

const WANTED = ".q[data-place] > input[type=text]";

/** Dresses all place questions of a form, and those of rows that are added later. */
export function dressPlaces(form, near) {
  definePicker();
  const file = near ? `/places/public/county/${near.slice(0, 6)}` : "";
  const dress = () => {
    for (const box of form.querySelectorAll(WANTED)) {
      const here = document.activeElement === box;
      const takes = box.parentElement.dataset.place === "address" ? "address" : "whole";
      wrapped(box, { public: "", [takes]: "", near, file });
      if (here) box.focus();
    }
  };
  dress();
  new MutationObserver(dress).observe(form, { childList: true, subtree: true });
}
