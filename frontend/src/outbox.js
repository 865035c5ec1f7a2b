// Records that are not yet with the office. One row a submission, keyed by its instanceID, which the server
// holds unique: sending twice is harmless, so a row leaves only when the server has answered 201 or 202.
import Dexie from "dexie";
import { unsent } from "./unsent.js";

const EVERY = 30_000;
const database = new Dexie("gridward");
database.version(1).stores({ outbox: "id, state, at" });

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

  start() {
    if (this.started) return;
    this.started = true;
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
    setInterval(() => this.flush(), EVERY);
    this.changed();
    this.flush();
  }

  items() {
    return database.outbox.orderBy("at").toArray();
  }

  isMine(item) {
    return mine(item);
  }

  /** Keeps a submission; after this resolves, closing the page loses nothing. */
  async put(item) {
    await database.outbox.put({ state: "waiting", owner: "", token: "", tries: 0, ...item });
    navigator.storage?.persist?.().catch(() => {});
    await this.changed();
  }

  async again(id) {
    await database.outbox.update(id, { state: "waiting", reason: "" });
    await this.changed();
    return this.flush();
  }

  async discard(id) {
    await database.outbox.delete(id);
    await this.changed();
  }

  /** Sends what waits, oldest first; one tab at a time where the browser can tell. */
  async flush() {
    this.asked = true; // the network may come back while a try is just failing: then once more
    if (this.sending) return;
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
    for (const item of await this.items()) {
      if (item.state === "waiting" && mine(item) && !(await this.sent(item))) return;
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
      await database.outbox.delete(item.id);
      await this.changed();
      this.dispatchEvent(new CustomEvent("sent", { detail: { ...item, receipt: { ...receipt, href } } }));
      return true;
    }
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429) {
      const { text } = await told(answer).catch(() => ({ text: "" }));
      await database.outbox.update(item.id, { state: "refused", reason: text || `HTTP ${answer.status}` });
      await this.changed();
      this.dispatchEvent(new CustomEvent("refused", { detail: { ...item, reason: text } }));
      return true;
    }
    await database.outbox.update(item.id, { tries: item.tries + 1 });
    return false;
  }

  async changed() {
    const items = await this.items();
    unsent.write(items.filter((one) => one.state === "waiting").length, items.filter((one) => one.state === "refused").length);
    this.dispatchEvent(new Event("changed"));
  }
}

export const outbox = new Outbox();
