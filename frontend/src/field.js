// The worker's phone: one page, with and without a network. What it shows comes from the browser's database;
// every contact with the office replaces it.
import "./field/field.css";
import { outbox } from "./outbox.js";
import { dropOldKeys } from "./seal.js";
import { chinese, learn, say } from "./words.js";
import { ZH } from "./words-field.js";
import { dress, openAccount } from "./field/account.js";
import { contact, kept, maySend, office } from "./field/contact.js";
import { day, isDue } from "./field/day.js";
import { doorsPage } from "./field/doors.js";
import { element, icon } from "./field/element.js";
import { formsPage } from "./field/forms.js";
import { queuePage } from "./field/queue.js";
import { isOpen, unsaved } from "./field/sheet.js";
import { slotsPage } from "./field/slots.js";
import { tasksPage } from "./field/tasks.js";
import { ago, clock, now } from "./field/time.js";
import { keepPages } from "./field/update.js";

const EVERY = 60_000;
learn(ZH);
dress();

const due = (slots) => slots.filter(({ state, due_at }) => state === "expected" && Date.parse(due_at) > now()).length;
const PAGES = {
  doors: { label: "Doors", short: "Today", sign: "home", draw: doorsPage, count: ({ doors }) => doors.filter((door) => isDue(door)).length },
  slots: { label: "Temperatures", short: "Temps", sign: "thermometer", draw: slotsPage, count: ({ slots }) => due(slots) },
  tasks: { label: "Tasks", sign: "list", draw: tasksPage, count: ({ tasks }) => tasks.filter(({ closed }) => !closed).length },
  forms: { label: "Forms", sign: "clipboard", draw: formsPage, count: () => 0 },
  queue: { label: "Queue", sign: "upload", draw: queuePage, count: ({ items }) => items.length },
};
const ROOM = { doors: "canvass", slots: "care", tasks: "duty", forms: "forms" };

const root = document.getElementById("field");
const here = () => (window.location.hash.slice(1) in PAGES ? window.location.hash.slice(1) : "");

function strip(today) {
  const waiting = today?.items.filter(({ state }) => state === "waiting").length ?? 0;
  const refused = (today?.items.length ?? 0) - waiting;
  const queue = [waiting && say("to send: {n}", { n: waiting }), refused && say("refused: {n}", { n: refused })].filter(Boolean).join(" · ");
  const age = today?.at ? say("Data of {at}", { at: clock(today.at) }) : say("No data yet");
  const old = today?.at ? ago(today.at) : "";
  const state = !office.signedIn ? say("Please sign in again") : office.reachable ? "" : say("Offline");
  return element("div", { class: `strip${office.reachable ? "" : " is-offline"}${office.signedIn ? "" : " is-out"}`, role: "status" },
    state && element(office.signedIn ? "b" : "a", { href: office.signedIn ? undefined : "/sign-in?next=/phone/", class: "standing" }, !office.reachable && icon("wifi-off"), state),
    element("span", { class: "age" }, age, old && ` (${old})`),
    element("a", { class: `waiting${queue ? "" : " is-empty"}${refused ? " is-refused" : ""}`, href: "#queue" }, queue || say("all sent")));
}

function frame(today, page, content) {
  const bar = element("header", { class: "bar" }, element("img", { src: "/static/web/img/logo.svg", alt: "", width: "26", height: "26" }), element("h1", {}, say(PAGES[page].label)),
    element("button", { type: "button", class: "round-button", "aria-label": say("Refresh"), click: () => reach() }, icon("refresh")),
    element("button", { type: "button", class: "round-button", "aria-label": say("Account and language"), "data-account": true, click: () => openAccount(today?.me) }, icon("person")));
  const shown = Object.entries(PAGES).filter(([name]) => !ROOM[name] || today?.me.rooms.includes(ROOM[name]) || name === page);
  const tabs = element("nav", { class: "tabs" }, shown.map(([name, { label, short, sign, count }]) => {
    const number = today ? count(today) : 0;
    return element("a", { href: `#${name}`, "aria-current": name === page ? "page" : undefined }, icon(sign), say(short ?? label), number > 0 && element("b", {}, String(number)));
  }));
  const notice = today?.me.notice && element("p", { class: "notice" }, today.me.notice);
  return [element("div", { class: "top" }, notice, bar, strip(today)), element("main", {}, content), tabs];
}

function welcome() {
  if (!office.reachable) return element("p", { class: "nothing" }, say("Nothing is on this phone yet. Go online once and sign in."));
  if (office.signedIn) return element("p", { class: "nothing" }, say("Fetching the doors of today …"));
  return element("div", { class: "nothing" }, element("p", {}, say("Please sign in once; then this page works without a network.")), element("a", { class: "deed is-main", href: "/sign-in?next=/phone/" }, say("Sign in")));
}

let drawing;
let last = "";

async function draw() {
  const today = await day();
  const page = here() || (today && !today.rooms.canvass && today.rooms.care ? "slots" : "doors");
  const content = today ? PAGES[page].draw(today, redraw) : welcome();
  const typed = document.activeElement?.classList.contains("search") ? document.activeElement.selectionStart : undefined;
  const top = window.scrollY;
  root.replaceChildren(...frame(today, page, content));
  window.scrollTo(0, last === page ? top : 0);
  last = page;
  if (typed !== undefined) {
    const search = root.querySelector(".search");
    search?.focus();
    search?.setSelectionRange(typed, typed);
  }
}

function redraw() {
  drawing ??= Promise.resolve().then(() => {
    drawing = undefined;
    return draw();
  });
}

async function reach() {
  await contact();
  await outbox.flush();
}

document.title = chinese ? "网格防线" : "Gridward";
await dropOldKeys(now());
const me = await kept("me");
if (me) document.body.dataset.owner = me.owner;
outbox.mayStart = maySend;
outbox.addEventListener("changed", redraw);
let soon;
outbox.addEventListener("sent", () => {
  // What just arrived is counted by a job: look again when it has had a moment.
  clearTimeout(soon);
  soon = setTimeout(contact, 2_000);
});
office.addEventListener("changed", redraw);
window.addEventListener("hashchange", redraw);
window.addEventListener("online", reach);
window.addEventListener("offline", () => {
  office.reachable = false;
  redraw();
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && reach());
window.addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
setInterval(() => (document.visibilityState === "visible" && !isOpen() ? contact() : undefined), EVERY);
redraw();
outbox.start();
keepPages({ busy: unsaved });
reach();
