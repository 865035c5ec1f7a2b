// The forms that can be filled without a network.
import { say } from "../words.js";
import { element, icon } from "./element.js";

export function formsPage(day) {
  if (!day.forms.length) return element("p", { class: "nothing" }, say("No form is published here."));
  return element("ul", { class: "rows" }, day.forms.map(({ form, title, version }) =>
    element("li", {}, element("a", { class: "door", href: `/phone/form?form=${encodeURIComponent(form)}` }, element("span", { class: "address" }, title), icon("chevron-right"), element("small", {}, say("edition {n}", { n: version }))))));
}
