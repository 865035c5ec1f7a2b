// <gw-form>: an XForm filled in the browser and handed to the outbox. Contract: docs/how-to/build-a-screen.md.
import { createApp, h } from "vue";
import { OdkWebForm, POST_SUBMIT__NEW_INSTANCE, webFormsPlugin } from "@getodk/web-forms";
import { outbox } from "./outbox.js";
import { smallerParts } from "./picture.js";
import "./outbox-list.js";
import "./form-page.css";
import { watchPlaces } from "./place/web-forms.js";
import { CALENDAR } from "./words-form.js";
import { chinese, say } from "./words.js";
import { answersOf, identityOf, inLanguage, ownPictures, partsOf } from "./xform.js";

const PATIENCE = 6_000; // how long "sending" is shown before the page says that the form is kept

function made(name, look, text = "") {
  const element = document.createElement(name);
  element.className = look;
  element.textContent = text;
  return element;
}

function item(...inner) {
  const element = made("li", "mb-2");
  element.append(...inner);
  return element;
}

class Form extends HTMLElement {
  /** What a page has at hand already: { xml, files: { name: { blob } } } in place of addresses. */
  given;
  /** What is kept beside the record in the queue, from its answers by name: { label, about, result }. */
  describe = () => ({});

  connectedCallback() {
    this.mountPoint = document.createElement("div");
    this.mountPoint.className = "form-mount";
    this.answer = document.createElement("div");
    this.answer.setAttribute("aria-live", "assertive");
    this.append(this.answer, this.mountPoint, document.createElement("gw-outbox"));
    outbox.addEventListener("sent", ({ detail }) => detail.id === this.lastId && this.received(detail));
    outbox.addEventListener("refused", ({ detail }) => detail.id === this.lastId && this.show("alert alert-danger", detail.reason || say("refused")));
    document.addEventListener("gw-form-failed", ({ detail }) => setTimeout(() => this.cannotOpen(detail)));
    window.addEventListener("beforeunload", (event) => this.touched && event.preventDefault());
    this.mountPoint.addEventListener("input", () => { this.touched = true; });
    this.mountPoint.addEventListener("click", ({ target }) => target.closest(".footer button") && this.showFirstFlaw());
    outbox.start();
    this.load();
  }

  headers() {
    return this.dataset.token ? { "X-Form-Token": this.dataset.token } : {};
  }

  async load() {
    this.dataset.loading = "";
    try {
      const { xml, title } = inLanguage(ownPictures(this.given?.xml ?? (await this.fetched())), chinese ? "zh" : "en");
      this.formTitle = title;
      this.mount(xml);
    } catch {
      this.show("alert alert-danger", say("The form could not be loaded."), say("Try again"), () => this.load());
    } finally {
      delete this.dataset.loading;
    }
  }

  async fetched() {
    const answer = await fetch(this.dataset.formXml, { headers: this.headers(), credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  mount(formXml) {
    this.answer.replaceChildren();
    const app = createApp({
      render: () => h(OdkWebForm, {
        formXml,
        fetchFormAttachment: (source) => this.attachment(source),
        missingResourceBehavior: "BLANK",
        trackDevice: true,
        onSubmit: (payload, done) => this.submitted(payload, done),
      }),
    });
    app.use(webFormsPlugin);
    if (chinese) Object.assign(app.config.globalProperties.$primevue.config.locale, CALENDAR);
    app.mount(this.mountPoint);
    watchPlaces(this.mountPoint, formXml, this.dataset);
    this.app = app;
  }

  /** The form has something in it that web-forms does not know: what to do instead, and what to tell the office. */
  cannotOpen(detail) {
    this.close();
    const card = made("div", "card receipt receipt-alert"), ways = made("ul", "list-unstyled"), more = made("details", "text-secondary");
    const way = (...inner) => ways.append(item(...inner));
    if (this.dataset.light) {
      way(this.link(this.dataset.light, say("Open the simple page instead"), "btn btn-primary"));
      way(this.dataset.contact || say("Or call your grid worker or the headquarters."));
    } else for (const text of ["Fill it in with ODK Collect, or on paper.", "Tell those who wrote the form; the words below help them."]) way(say(text));
    more.append(made("summary", "", say("For those who wrote the form")), made("p", "text-break", detail));
    card.append(made("h2", "", say("This form cannot be opened on this page")), made("p", "", say("Nothing that you sent before is lost.")), ways, more);
    this.answer.replaceChildren(card);
    card.scrollIntoView({ block: "center" });
  }

  attachment(source) {
    const name = decodeURIComponent(String(source).split("/").pop());
    const file = this.given?.files[name];
    if (file) return new Response(file.blob, { headers: { "Content-Type": file.blob.type } });
    if (!this.dataset.media) return new Response(null, { status: 404 }); // a form without lists
    return fetch(`${this.dataset.media}${name}`, { headers: this.headers(), credentials: "same-origin" });
  }

  async submitted(payload, done) {
    if (payload.status !== "ready") return;
    const parts = await smallerParts(partsOf(payload.data[0]));
    this.lastId = await identityOf(parts);
    const item = { id: this.lastId, url: new URL(this.dataset.submit, window.location).href, token: this.dataset.token ?? "", title: this.formTitle, parts, at: Date.now(), ...this.describe(await answersOf(parts)) };
    // A public form belongs to nobody; a worker's form is sent only under the same account.
    item.owner = item.token ? "" : (document.body.dataset.owner ?? "");
    try {
      await outbox.put(item);
    } catch {
      this.show("alert alert-danger", say("This phone could not store the form. Please keep this page open until it is sent."));
      await outbox.sent(item);
      return;
    }
    this.touched = false;
    if (this.dataset.after === "new") done({ next: POST_SUBMIT__NEW_INSTANCE });
    else this.close();
    this.show("alert alert-info", say("Sending …"));
    this.waiting = setTimeout(() => this.kept(), PATIENCE);
    await outbox.flush();
    if ((await outbox.items()).some((one) => one.id === item.id && one.state === "waiting")) this.kept();
  }

  /** web-forms marks what is wrong and stays where it is; on a phone that is a screen or three away. */
  showFirstFlaw() {
    setTimeout(() => {
      const flaw = this.mountPoint.querySelector(".question-container.highlight");
      flaw?.scrollIntoView({ block: "center" });
      flaw?.querySelector("input, textarea, [tabindex]")?.focus({ preventScroll: true });
    }, 150);
  }

  close() {
    this.app?.unmount();
    this.app = undefined;
  }

  kept() {
    clearTimeout(this.waiting);
    this.panel("hourglass", say("Saved on this phone"), say("Kept on this phone; sent as soon as there is a network."));
  }

  received({ id, receipt }) {
    clearTimeout(this.waiting);
    const href = receipt.href || (this.dataset.receipt ? this.dataset.receipt + id.replace(/^uuid:/, "") : "");
    const number = receipt.number && !receipt.text?.includes(receipt.number) ? `${say("Number")} ${receipt.number}` : "";
    this.panel("check", say("Received"), [number, receipt.text].filter(Boolean).join("\n"), href);
  }

  panel(sign, title, text, href) {
    const card = made("div", `card receipt receipt-${sign}`);
    card.append(made("h2", "", title), made("p", "", text));
    if (href) card.append(this.link(href, say("Receipt"), "btn btn-primary"));
    if (!this.app) card.append(this.link(window.location.href, say("Fill in another"), "btn"));
    this.answer.replaceChildren(card);
    card.scrollIntoView({ block: "center" });
  }

  link(href, text, look) {
    const anchor = made("a", look, text);
    anchor.href = href;
    return anchor;
  }

  show(look, text, action, deed) {
    const note = made("div", look, text);
    if (action) {
      const button = made("button", "btn ms-auto", action);
      button.type = "button";
      button.addEventListener("click", deed);
      note.append(button);
    }
    this.answer.replaceChildren(note);
  }
}
customElements.define("gw-form", Form);
