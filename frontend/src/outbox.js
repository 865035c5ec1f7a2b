// Records that are not yet with the office. One row a submission, keyed by its instanceID, which the server
// holds unique: sending twice is harmless, so a row leaves only when the server has answered 201 or 202.
import { database } from "./database.js";
import { opened, sealed } from "./seal.js";
import { unsent } from "./unsent.js";

const EVERY = 30_000;
const LONGEST = 600_000; // between two tries while the server is busy

const csrf = () => {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"] ?? "";
  } catch {
    return "";
  }
};
const mine = (item) => !item.owner || item.owner === (document.body.dataset.owner ?? "");

function multipart(item) {
  const form = new FormData();
  for (const { name, file, filename } of item.parts) form.append(name, file, filename);
  return form;
}

async function told(answer) {
  const text = await answer.text();
  if ((answer.headers.get("Content-Type") ?? "").includes("json")) {
    const body = JSON.parse(text);
    const because = (body.because ?? []).map((one) => one.message ?? one).join(" ");
    return { ...body, text: body.text ?? ([body.title, body.detail ?? because].filter(Boolean).join(" ") || "") };
  }
  const message = new DOMParser().parseFromString(text, "text/xml").querySelector("message");
  return { text: message?.textContent ?? "" };
}

async function post(item) {
  const headers = { "X-OpenRosa-Version": "1.0", Accept: "application/json, text/xml" };
  if (item.token) headers["X-Form-Token"] = item.token;
  if (csrf()) headers["X-CSRFToken"] = csrf();
  // manual: a redirect to the sign-in page must not be mistaken for an answer.
  return fetch(item.url, { method: "POST", body: multipart(item), headers, redirect: "manual", credentials: "same-origin" });
}

class Outbox extends EventTarget {
  started = false;
  sending = false;
  asked = false;
  asksSignIn = false; // the office wants the password before it takes anything
  busyUntil = 0; // the server asked for patience
  busyTimes = 0;
  /** May the worker's own records be sent now? A page that works offline asks the server who is signed in. */
  mayStart = async () => true;

  start() {
    if (this.started) return;
    this.started = true;
    window.addEventListener("online", () => this.flush({ now: true }));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
    // Another tab has sent or kept something.
    window.addEventListener("storage", ({ key }) => key === unsent.key && this.dispatchEvent(new Event("changed")));
    setInterval(() => this.flush(), EVERY);
    this.changed();
    this.flush();
  }

  /** What waits, without its parts; `locked` ones cannot be read here. */
  async items() {
    return Promise.all((await database.outbox.orderBy("at").toArray()).map((row) => opened(row)));
  }

  /** One record with its parts. */
  async whole(id) {
    return opened(await database.outbox.get(id), { parts: true });
  }

  isMine(item) {
    return mine(item);
  }

  /** Keeps a submission; after this resolves, closing the page loses nothing. `notBefore`: undo until then. */
  async put(item) {
    await database.outbox.put(await sealed({ state: "waiting", owner: "", token: "", tries: 0, ...item }));
    navigator.storage?.persist?.().catch(() => {});
    if (item.notBefore) setTimeout(() => this.flush(), Math.max(0, item.notBefore - Date.now()) + 50);
    await this.changed();
  }

  /** Takes a record back that has not left yet; false when it is too late. */
  async undo(id) {
    const taken = await database.transaction("rw", database.outbox, async () => {
      const item = await database.outbox.get(id);
      if (!item || item.state !== "waiting" || !(item.notBefore > Date.now())) return false;
      await database.outbox.delete(id);
      return true;
    });
    await this.changed();
    return taken;
  }

  async again(id) {
    await database.outbox.update(id, { state: "waiting", reason: "" });
    await this.changed();
    return this.flush({ now: true });
  }

  async discard(id) {
    await database.outbox.delete(id);
    await this.changed();
  }

  /** Sends what waits, oldest first; one tab at a time where the browser can tell. `now`: without patience. */
  async flush({ now = false } = {}) {
    if (now) this.busyUntil = 0;
    this.asked = true; // the network may come back while a try is just failing: then once more
    if (this.sending || Date.now() < this.busyUntil) return;
    this.sending = true;
    try {
      while (this.asked) {
        this.asked = false;
        // Web Locks need https; without them two tabs may send the same row, and the server keeps it once.
        if (navigator.locks) await navigator.locks.request("gridward-outbox", { ifAvailable: true }, (lock) => lock && this.sendAll());
        else await this.sendAll();
      }
    } finally {
      this.sending = false;
    }
  }

  async sendAll() {
    const waiting = (await this.items()).filter((item) => item.state === "waiting" && mine(item) && !item.locked && !(item.notBefore > Date.now()));
    if (!waiting.length) return;
    const own = waiting.some((item) => item.owner) ? await this.mayStart() : true;
    for (const { id, owner } of waiting) {
      if (owner && !own) continue;
      // Once more: it may have been sent by another tab, or taken back, since the list was read.
      const item = await this.whole(id);
      if (item?.state === "waiting" && !item.locked && !(await this.sent(item))) return;
    }
  }

  /** True when the next row may be tried; false when the network or the server asks for patience. */
  async sent(item) {
    let answer;
    try {
      answer = await post(item);
    } catch {
      await database.outbox.update(item.id, { tries: item.tries + 1 });
      return false;
    }
    if (answer.status === 201 || answer.status === 202) {
      const receipt = await told(answer).catch(() => ({}));
      const href = answer.headers.get("Location") ?? receipt.href ?? "";
      await this.arrived(item, { ...receipt, href });
      return true;
    }
    const signIn = answer.status === 401 || answer.type === "opaqueredirect";
    if (answer.status >= 400 && answer.status < 500 && !signIn && answer.status !== 408 && answer.status !== 429) {
      const { text } = await told(answer).catch(() => ({ text: "" }));
      await database.outbox.update(item.id, { state: "refused", tries: item.tries + 1, reason: text || `HTTP ${answer.status}` });
      await this.changed();
      this.dispatchEvent(new CustomEvent("refused", { detail: { ...item, reason: text } }));
      return true;
    }
    await database.outbox.update(item.id, { tries: item.tries + 1 });
    if (signIn) this.wantsSignIn(true);
    else this.patience(answer);
    return false;
  }

  async arrived(item, receipt) {
    const { id, title, label, about, result, said, at, owner } = item;
    await database.transaction("rw", database.outbox, database.sent, async () => {
      await database.outbox.delete(id);
      // What a worker sent is shown with its receipt until sign-out; a public form leaves nothing behind.
      if (owner) await database.sent.put({ id, title, label, about, result, said, at, owner, sentAt: Date.now(), number: receipt.number ?? "", text: receipt.text ?? "" });
    });
    this.busyTimes = 0;
    this.wantsSignIn(false);
    await this.changed();
    this.dispatchEvent(new CustomEvent("sent", { detail: { ...item, receipt } }));
  }

  patience(answer) {
    const said = Number(answer.headers.get("Retry-After")) * 1000;
    const ours = Math.min(EVERY * 2 ** this.busyTimes, LONGEST) * (0.75 + Math.random() / 2);
    this.busyTimes += 1;
    this.busyUntil = Date.now() + (said > 0 ? Math.min(said, LONGEST) : ours);
    setTimeout(() => this.flush(), this.busyUntil - Date.now() + 50);
  }

  wantsSignIn(asks) {
    if (this.asksSignIn === asks) return;
    this.asksSignIn = asks;
    this.dispatchEvent(new Event("changed"));
  }

  async changed() {
    const items = await this.items();
    unsent.write(items.filter((one) => one.state === "waiting").length, items.filter((one) => one.state === "refused").length);
    this.dispatchEvent(new Event("changed"));
  }
}

export const outbox = new Outbox();
