// Open tasks: two taps end one, without a network too.
import { say } from "../words.js";
import { office } from "./contact.js";
import { element, icon } from "./element.js";
import { recordTask } from "./record.js";
import { sheet } from "./sheet.js";
import { clock, now } from "./time.js";
import { toast } from "./toast.js";

const USUAL = ["Went there, all is well", "Reached by phone, answered", "Dealt with on the spot"];

function openTask(task, redraw) {
  let busy = false;
  const words = element("input", { class: "note", maxlength: "300", placeholder: say("What came of it"), "aria-label": say("What came of it"), input: ({ target }) => target.toggleAttribute("data-unsaved", Boolean(target.value)) });
  async function end(how, result) {
    if (!result) {
      words.focus();
      toast(say("Say in a word what came of it."), { bad: true });
      return;
    }
    if (busy) return;
    busy = true;
    try {
      await recordTask(task, how, result);
      words.removeAttribute("data-unsaved");
      made.close();
      redraw();
    } catch (wrong) {
      busy = false;
      toast(wrong.message, { bad: true, seconds: 8 });
    }
  }
  const told = [task.kind, task.place, say("until {at}", { at: clock(Date.parse(task.due_at)) })].filter(Boolean).join(" · ");
  const made = sheet(task.title, told,
    task.may && element("h3", {}, say("Done, because:")),
    task.may && USUAL.map((usual) => element("button", { type: "button", class: "deed is-main is-plain", "data-usual": true, click: () => end("done", say(usual)) }, icon("check"), say(usual))),
    task.may && words,
    task.may && element("div", { class: "deeds" },
      element("button", { type: "button", class: "deed", "data-how": "done", click: () => end("done", words.value.trim()) }, icon("check"), say("Task done")),
      element("button", { type: "button", class: "deed", "data-how": "cancelled", click: () => end("cancelled", words.value.trim()) }, icon("ban"), say("No longer needed"))),
    office.reachable && task.href && element("a", { class: "more", href: task.href }, say("Open what it is about"), icon("chevron-right")));
}

function row(task, redraw) {
  const late = !task.closed && Date.parse(task.due_at) < now();
  const state = task.closed ? element("span", { class: "state is-done" }, task.closed) : element("span", { class: `state${late ? " is-alarm" : ""}` }, say(late ? "overdue since {at}" : "until {at}", { at: clock(Date.parse(task.due_at)) }));
  return element("li", {}, element("button", { type: "button", class: `door${late ? " is-late" : ""}${task.closed ? " is-done" : ""}`, "data-task": task.task, disabled: Boolean(task.closed), click: () => openTask(task, redraw) },
    element("span", { class: "address" }, task.title), state,
    element("small", {}, [task.kind !== task.title && task.kind, task.place, task.mine && say("mine")].filter(Boolean).join(" · ")),
    task.unsent && element("small", { class: "unsent" }, icon("hourglass"), say("kept on this phone"))));
}

export function tasksPage(day, redraw) {
  if (!day.tasks.length) return element("p", { class: "nothing" }, say("No open task."));
  return element("ul", { class: "rows" }, day.tasks.map((task) => row(task, redraw)));
}
