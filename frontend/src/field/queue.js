// The queue: what waits on this phone, what came back, what arrived, each with its receipt.
import { ask } from "../ask.js";
import { outbox } from "../outbox.js";
import { say } from "../words.js";
import { element, icon } from "./element.js";
import { exportQueue } from "./export.js";
import { clock } from "./time.js";

const what = ({ label, title, said }) => [
  element("b", {}, label || title),
  element("span", {}, said || title),
];

function state(item) {
  if (!outbox.isMine(item)) return say("entered under another account");
  if (item.locked) return say("Sealed under a post that has ended, or before a sign-out. Sign in again; if it stays so, tell the office the time.");
  if (item.state === "refused") return `${say("refused")}: ${item.reason}`;
  if (outbox.asksSignIn) return say("Please sign in again; the record is safe here.");
  return say(item.tries ? "waiting, {n} tries" : "waiting", { n: item.tries });
}

function deeds(item, redraw) {
  const button = (text, look, click) => element("button", { type: "button", class: `small ${look}`, click }, text);
  if (item.state !== "refused" || !outbox.isMine(item) || item.locked) return undefined;
  return element("div", { class: "small-deeds" },
    button(say("Send again"), "", () => outbox.again(item.id)),
    button(say("Save as file"), "", () => exportQueue([item])),
    button(say("Discard"), "btn-danger", async ({ target }) => {
      if (await ask(say("Discard this record? It was never received by the office."), target)) await outbox.discard(item.id);
      redraw();
    }));
}

function waiting(item, redraw) {
  const refused = item.state === "refused";
  // Of another account only that there is something: not whose door it is.
  const words = outbox.isMine(item) && !item.locked ? what(item) : [element("b", {}, say(item.locked ? "Sealed record" : "Record of another account"))];
  return element("li", { class: `record${refused ? " is-refused" : ""}`, "data-id": item.id },
    element("div", { class: "what" }, words), element("time", {}, clock(item.at)),
    element("p", {}, state(item)),
    refused && element("p", { class: "advice" }, say("Put it right: record the door anew, or save it as a file and hand it to the village office.")),
    deeds(item, redraw));
}

function arrived(record) {
  return element("li", { class: "record is-sent", "data-id": record.id }, element("div", { class: "what" }, what(record)), element("time", {}, clock(record.at)),
    element("p", {}, icon("check"), record.number ? say("received, receipt {number}", { number: record.number }) : say("received")));
}

function cameBack(record, sent) {
  const own = sent.find(({ id }) => id === record.id);
  return element("li", { class: "record is-refused" }, element("div", { class: "what" }, own ? what(own) : element("b", {}, record.title)), element("time", {}, clock(Date.parse(record.at))),
    element("p", {}, say("The office has it, receipt {number}, but asks:", { number: record.receipt })), element("ul", {}, record.because.map((why) => element("li", {}, why))));
}

const part = (title, rows) => rows.length > 0 && element("section", {}, element("h2", {}, title, element("span", { class: "share" }, String(rows.length))), element("ul", { class: "rows" }, rows));

export function queuePage(day, redraw) {
  const refused = day.items.filter((item) => item.state === "refused");
  const rest = day.items.filter((item) => item.state !== "refused");
  return [
    element("div", { class: "tools" },
      element("button", { type: "button", class: "deed is-main", "data-sync": true, click: () => outbox.flush({ now: true }) }, icon("refresh"), say("Send now")),
      day.items.length > 0 && element("button", { type: "button", class: "deed", "data-export": true, click: () => exportQueue(day.items.filter((item) => outbox.isMine(item) && !item.locked)) }, icon("download"), say("Save the queue as a file")),
      day.ending && element("p", { class: "advice-box", role: "alert" }, say("Your post has ended. Send what waits here, or save it as a file for the village office, within 7 days; then it can no longer be read.")),
      outbox.asksSignIn && element("a", { class: "deed is-warning", href: "/sign-in?next=/phone/" }, icon("key"), say("Please sign in again"))),
    part(say("Not accepted"), refused.map((item) => waiting(item, redraw))),
    part(say("To be looked at"), day.returned.map((record) => cameBack(record, day.sent))),
    part(say("Not yet sent"), rest.map((item) => waiting(item, redraw))),
    part(say("Received by the office"), day.sent.map(arrived)),
    !day.items.length && !day.sent.length && !day.returned.length && element("p", { class: "nothing" }, say("Nothing is waiting on this phone.")),
  ];
}
