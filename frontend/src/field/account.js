// Who works with this phone: language, night, sign-out. Signing out wipes what the office had put here.
import { ask } from "../ask.js";
import { forget } from "../leave.js";
import { outbox } from "../outbox.js";
import { say } from "../words.js";
import { element, icon } from "./element.js";
import { exportQueue } from "./export.js";
import { sheet } from "./sheet.js";
import { toast } from "./toast.js";

const NIGHT = "gridward-night";
const LARGE = "gw_large";
const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? "";

export function dress() {
  const night = localStorage.getItem(NIGHT) ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "1" : "");
  document.documentElement.classList.toggle("night", night === "1");
  document.documentElement.classList.toggle("large-text", cookie(LARGE) === "1");
}

function choose(language) {
  document.cookie = `gridward_language=${language};path=/;max-age=31536000;samesite=lax`;
  window.location.reload();
}

async function signOut({ target }) {
  const own = (await outbox.items()).filter((item) => outbox.isMine(item)).length;
  const question = own
    ? say("{n} records are not sent yet. They stay on this phone and are sent only when you sign in here again. Everything else is wiped. Sign out?", { n: own })
    : say("Doors, people and forms are wiped from this phone. Sign out?");
  if (!(await ask(question, target))) return;
  const form = new URLSearchParams({ csrfmiddlewaretoken: cookie("csrftoken") });
  const left = await fetch("/sign-out", { method: "POST", body: form, redirect: "manual", credentials: "same-origin" }).catch(() => undefined);
  await forget(); // also without a network: the session of the server ends by itself
  delete document.body.dataset.owner;
  if (left) window.location.assign("/sign-in?next=/phone/");
  else {
    // Names and doors must not stay on the screen either.
    target.closest("dialog")?.close();
    outbox.dispatchEvent(new Event("changed"));
    toast(say("Wiped from this phone. Without a network the office could not be told."), { bad: true, seconds: 8 });
  }
}

export async function openAccount(me) {
  const own = (await outbox.items()).filter((item) => outbox.isMine(item) && !item.locked);
  const toggle = (words, on, deed) => element("button", { type: "button", class: "chip", "aria-pressed": String(on), click: deed }, words);
  sheet(me?.name ?? say("Nobody is signed in"), me ? [me.post, me.scope].filter(Boolean).join(" · ") : "",
    element("div", { class: "chips" },
      toggle("中文", document.documentElement.lang.startsWith("zh"), () => choose("zh-hans")),
      toggle("English", document.documentElement.lang.startsWith("en"), () => choose("en")),
      toggle(say("Night"), document.documentElement.classList.contains("night"), ({ target }) => {
        localStorage.setItem(NIGHT, document.documentElement.classList.contains("night") ? "" : "1");
        dress();
        target.setAttribute("aria-pressed", String(document.documentElement.classList.contains("night")));
      }),
      toggle(say("Large text"), cookie(LARGE) === "1", ({ target }) => {
        document.cookie = `${LARGE}=${cookie(LARGE) === "1" ? "" : 1};path=/;max-age=31536000;samesite=lax`;
        dress();
        target.setAttribute("aria-pressed", String(cookie(LARGE) === "1"));
      })),
    element("a", { class: "deed", href: "/account" }, icon("settings"), say("My account")),
    me?.menu?.length > 0 && element("details", { class: "pages" }, element("summary", { class: "deed" }, icon("menu"), say("Further pages (need a network)")),
      me.menu.map(({ url, label, icon: sign }) => element("a", { class: "more", href: url }, element("span", {}, icon(sign), " ", label), icon("chevron-right")))),
    me && own.length > 0 && element("button", { type: "button", class: "deed", "data-export-first": true, click: () => exportQueue(own) }, icon("download"), say("First save the queue as a file ({n})", { n: own.length })),
    me ? element("button", { type: "button", class: "deed btn-danger", "data-sign-out": true, click: signOut }, icon("sign-out"), say("Sign out"))
      : element("a", { class: "deed is-main", href: "/sign-in?next=/phone/" }, say("Sign in")));
}
