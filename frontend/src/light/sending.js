// Hands finished forms to the outbox, which keeps them until the office has them. Where the phone cannot
// store anything (private windows), they are sent from the page itself, which says so.

let loaded;
/** The outbox; fetched once, after the page is there. */
export const box = () => (loaded = loaded || import("../outbox.js").then(({ outbox }) => outbox).catch((wrong) => {
  loaded = undefined; // no network just now
  throw wrong;
}));

const asNews = ({ number, code, state, replaces }) => ({ number, code, replaces, returned: state === "returned" });
const PATIENCE = 6_000;

export class Sending extends EventTarget {
  constructor({ url, token, title }) {
    super();
    this.to = { url: new URL(url, location.href).href, token, title };
    this.waiting = new Map(); // id -> item that only this page holds
  }

  tell(id, state, receipt = {}) {
    this.dispatchEvent(Object.assign(new Event("news"), { news: { id, state, ...receipt } }));
  }

  async listen() {
    const outbox = await box();
    if (this.listening) return outbox;
    await outbox.items(); // throws where nothing can be stored
    this.listening = true;
    outbox.addEventListener("sent", ({ detail }) => this.tell(detail.id, "received", { ...asNews(detail.receipt), name: detail.label }));
    outbox.addEventListener("refused", ({ detail }) => this.tell(detail.id, "refused", { text: detail.reason || "" }));
    outbox.start();
    return outbox;
  }

  /** `people`: [{id, xml, files: [{name, file}]}]. True when all of them are safe on this phone. */
  async send(people) {
    const items = people.map((one) => ({
      id: one.id, ...this.to, label: one.name, owner: "", at: Date.now(),
      parts: [
        { name: "xml_submission_file", filename: "submission.xml", file: new Blob([one.xml], { type: "text/xml" }) },
        ...one.files.map(({ name, file }) => ({ name, filename: name, file })),
      ],
    }));
    let outbox;
    try {
      outbox = await this.listen();
      for (const item of items) await outbox.put(item);
    } catch {
      for (const item of items) this.waiting.set(item.id, item);
      addEventListener("online", () => this.direct());
      this.direct();
      return false;
    }
    setTimeout(() => this.late(outbox, items), PATIENCE);
    outbox.flush().then(() => this.late(outbox, items));
    return true;
  }

  async late(outbox, items) {
    const there = await outbox.items();
    for (const { id } of items) if (there.some((one) => one.id === id && one.state === "waiting")) this.tell(id, "kept");
  }

  async direct() {
    for (const [id, item] of this.waiting) {
      const form = new FormData();
      for (const { name, file, filename } of item.parts) form.append(name, file, filename);
      const headers = { "X-OpenRosa-Version": "1.0", Accept: "application/json", "X-Form-Token": item.token };
      try {
        const answer = await fetch(item.url, { method: "POST", body: form, headers, credentials: "same-origin" });
        const told = await answer.json().catch(() => ({}));
        if (answer.ok) this.waiting.delete(id);
        if (answer.ok) this.tell(id, "received", asNews(told));
        else this.tell(id, answer.status >= 500 || answer.status === 429 ? "held" : "refused", { text: told.title || "" });
      } catch {
        this.tell(id, "held");
      }
    }
  }
}
