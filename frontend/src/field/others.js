// Open tasks, and the forms that can be filled without a network.
import { say } from "../words.js";
import { element, icon } from "./element.js";
import { clock, now } from "./time.js";

export function tasksPage(day) {
  if (!day.tasks.length) return element("p", { class: "nothing" }, say("No open task."));
  return element("ul", { class: "rows" }, day.tasks.map((task) => {
    const late = Date.parse(task.due_at) < now();
    return element("li", {}, element("a", { class: `door${late ? " is-late" : ""}`, href: task.href || "/duty/" },
      element("span", { class: "address" }, task.title),
      element("span", { class: `state${late ? " is-alarm" : ""}` }, say("until {at}", { at: clock(Date.parse(task.due_at)) })),
      element("small", {}, [task.kind, task.place, task.mine && say("mine")].filter(Boolean).join(" · "))));
  }));
}

export function formsPage(day) {
  if (!day.forms.length) return element("p", { class: "nothing" }, say("No form is published here."));
  return element("ul", { class: "rows" }, day.forms.map(({ form, title, version }) =>
    element("li", {}, element("a", { class: "door", href: `/phone/form?form=${encodeURIComponent(form)}` }, element("span", { class: "address" }, title), icon("chevron-right"), element("small", {}, `${form} · ${version}`)))));
}
