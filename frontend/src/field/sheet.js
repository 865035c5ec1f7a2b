// A sheet that comes up from the foot of the page, in reach of the thumb.
import { say } from "../words.js";
import { element, icon } from "./element.js";

let open;

/** Whether something typed or photographed would be lost if the page were left now. */
export const unsaved = () => Boolean(open?.querySelector("[data-unsaved]"));
export const isOpen = () => Boolean(open);

export function sheet(title, detail, ...inside) {
  open?.close();
  const close = () => made.close();
  const made = element("dialog", { class: "sheet", "aria-label": title },
    element("header", {}, element("div", {}, element("h2", {}, title), detail && element("p", {}, detail)), element("button", { type: "button", class: "round-button", "aria-label": say("Close"), click: close }, icon("close"))),
    ...inside);
  made.addEventListener("click", ({ target }) => target === made && !unsaved() && close());
  made.addEventListener("close", () => {
    made.remove();
    if (open === made) open = undefined;
  });
  document.body.append(made);
  open = made;
  made.showModal();
  return made;
}
