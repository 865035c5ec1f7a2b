// The light page: draws nothing itself that the server has not drawn, reckons, keeps the draft, sends.
import { control, labelOf, read } from "./controls.js";
import { Done, keepReceipt, made } from "./done.js";
import { draftOf, pictures, store } from "./draft.js";
import { Drawing } from "./drawing.js";
import { common, drawPeople } from "./family.js";
import { uuid } from "./functions.js";
import { Model } from "./model.js";
import { box, Sending } from "./sending.js";
import { say } from "./words.js";

const SOON = 300; // milliseconds after the last key
const WIDEST = 1600; // pixels of a picture: legible, and a tenth of what cameras make
const json = (id) => {
  const element = document.getElementById(id);
  return element && JSON.parse(element.textContent);
};
const $ = (selector) => document.querySelector(selector);

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)/.test(file.type) || file.size < 300_000 || !window.createImageBitmap) return file;
  try {
    const image = await createImageBitmap(file), scale = Math.min(1, WIDEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
}

export class Page {
  constructor(form) {
    this.form = form;
    this.at = form.dataset;
    this.program = json("program");
    this.prefill = json("prefill");
    this.key = `gw-draft:${this.at.token}${this.prefill ? `:${this.prefill.deprecated}` : ""}`;
    this.people = [];
    this.model = new Model(this.program);
    this.blank = JSON.stringify(this.model.told());
    this.drawing = new Drawing(form, this.model);
    this.sending = new Sending({ url: this.at.submit, token: this.at.token, title: this.at.title });
    this.done = new Done($("#done"), { qr: this.at.qr, look: this.at.receipt, token: this.at.token }, () => this.sending.direct());
    this.sending.addEventListener("news", ({ news }) => this.news(news));
  }

  start() {
    const draft = draftOf(this.key);
    if (draft) this.restore(draft);
    else if (this.prefill) this.model.filled(this.prefill.values);
    for (const [path, text] of this.drawing.typed) for (const node of this.model.nodes(path).slice(0, 1)) this.model.answer(node, text);
    this.drawing.attach();
    if (draft) this.pictures();
    this.listPeople();
    for (const name of ["input", "change"]) this.form.addEventListener(name, (event) => this.typed(event, name));
    this.form.addEventListener("focusout", ({ target }) => this.left(target));
    this.form.addEventListener("click", (event) => this.clicked(event));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    // Leaving a wrong answer shows a line that pushes the buttons down under the finger: the tap would be lost.
    this.form.addEventListener("mousedown", (event) => event.target.closest("[data-send], [data-another]") && event.preventDefault());
    addEventListener("pagehide", () => this.save());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save());
    const another = $("[data-another]");
    if (another) {
      another.hidden = false;
      another.addEventListener("click", () => this.another());
    }
    $("[data-clear]").addEventListener("click", () => this.clear());
    this.form.addEventListener("focusin", () => this.places(), { once: true });
    this.form.noValidate = true; // our words instead of the browser's
    this.form.dataset.ready = "";
    this.stepping();
    addEventListener("gridward:large", () => this.stepping());
    this.rest();
  }

  /** With large text one question at a time. */
  async stepping() {
    const large = () => document.documentElement.classList.contains("large");
    if (large() && !this.steps) {
      const { Steps } = await import("./steps.js").catch(() => ({}));
      if (Steps) this.steps = this.steps || new Steps(this.form, this.drawing);
    }
    if (this.steps && !this.sent) this.steps[large() ? "begin" : "end"]();
  }

  /** Place questions propose places while one types. */
  async places() {
    if (!this.drawing.asksPlaces()) return;
    const { dressPlaces } = await import("../place/light.js").catch(() => ({}));
    if (dressPlaces) dressPlaces(this.form, this.at.near || "");
  }

  show(spot) {
    if (this.steps && this.steps.active) this.steps.show(spot.element);
    this.drawing.focus(spot);
  }

  // -- the draft

  restore(draft) {
    this.people = draft.people || [];
    this.last = draft.last || null;
    this.model.filled(draft.values || {});
    $("#restored").hidden = false;
  }

  async pictures() {
    for (const { element, node } of this.drawing.spots) {
      if (element.dataset.kind !== "file" || !node.value) continue;
      const file = await pictures.get(node.value);
      if (file) this.preview(element, file);
      else this.model.answer(node, "");
    }
  }

  preview(element, file) {
    const image = element.querySelector("[data-preview]");
    image.hidden = !file;
    if (file) image.src = URL.createObjectURL(file);
  }

  save() {
    clearTimeout(this.soon);
    if (this.sent || !this.touched) return;
    store.write(this.key, { at: Date.now(), values: this.model.told(), people: this.people, last: this.last });
  }

  saveSoon() {
    this.touched = true;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.save(), SOON);
  }

  async clear() {
    for (const { element, node } of this.drawing.spots) if (element.dataset.kind === "file" && node.value) pictures.drop(node.value);
    store.drop(this.key);
    this.touched = false;
    this.people = [];
    this.last = null;
    $("#restored").hidden = true;
    this.begin(this.prefill ? this.prefill.values : {});
  }

  /** An empty form with these answers in it. */
  begin(values) {
    this.model.empty();
    this.model.filled(values);
    this.form.reset();
    this.drawing.attach();
    for (const spot of this.drawing.spots) this.drawing.judge(spot, { quiet: true });
    for (const { element } of this.drawing.spots) if (element.dataset.kind === "file") this.preview(element, null);
    $("#flaws").hidden = true;
    this.pictures();
    this.listPeople();
    if (this.steps && this.steps.active) this.steps.first();
  }

  // -- answering

  typed({ target }, name) {
    const spot = this.drawing.spotOf(target);
    if (!spot) return;
    if (spot.element.dataset.kind === "file") {
      if (name === "change") this.pictured(spot, target.files[0]);
      return;
    }
    this.model.answer(spot.node, read(spot.element));
    this.drawing.draw();
    if (!spot.element.querySelector(".flaw").hidden) this.drawing.judge(spot);
    if (this.people.length) this.howMany();
    this.saveSoon();
  }

  async pictured(spot, given) {
    if (!given) return;
    const file = await smaller(given), kind = file.type === "image/jpeg" ? "jpg" : given.name.split(".").pop();
    if (spot.node.value) pictures.drop(spot.node.value);
    const name = `${uuid().slice(0, 13)}.${kind}`;
    await pictures.keep(name, file);
    this.model.answer(spot.node, name);
    this.preview(spot.element, file);
    this.drawing.draw();
    this.drawing.judge(spot);
    this.saveSoon();
  }

  /** What is wrong is told when one has left a question, not while one types. */
  left(target) {
    const spot = this.drawing.spotOf(target);
    if (!spot) return;
    if (control(spot.element) && spot.element.dataset.kind === "text" && control(spot.element).type === "text" && read(spot.element) !== control(spot.element).value) control(spot.element).value = read(spot.element);
    if (spot.node.value.trim()) this.drawing.judge(spot);
  }

  clicked({ target }) {
    const add = target.closest("[data-add]"), drop = target.closest("[data-drop]");
    if (!add && !drop) return;
    const repeat = this.drawing.repeats.find((one) => one.section.contains(target) && (add ? one.section === add.parentElement : [...one.rows.values()].includes(drop.closest(".row"))));
    const rows = [...repeat.rows];
    if (add) this.model.addRow(rows[rows.length - 1][0]);
    else this.model.dropRow(rows.find(([, element]) => element === drop.closest(".row"))[0]);
    this.drawing.draw();
    this.saveSoon();
    const now = [...repeat.rows.values()].pop(), first = now && control(now);
    if (first) this.show(this.drawing.spotOf(first));
  }

  // -- the family

  listPeople() {
    const last = this.last && { name: this.last.name, on: this.last.on, same: Object.keys(this.last.offered).length > 0 };
    drawPeople($("#people"), this.people, { change: (n) => this.change(n), remove: (n) => this.remove(n), same: (on) => this.same(on) }, last);
    this.howMany();
  }

  howMany() {
    const waits = this.people.length + (this.people.length && this.isBlank() ? 0 : 1);
    $("[data-send]").textContent = waits > 1 ? say("Send for {n} people", { n: waits }) : say("Send");
  }

  /** Nothing but what was taken over stands in the form. */
  isBlank() {
    const values = this.model.told();
    const started = this.last ? this.last.begun : this.blank;
    const strip = (text) => text.replace(/"(start|end)":"[^"]*",?/g, "");
    return strip(JSON.stringify(values)) === strip(started);
  }

  nameOf() {
    const named = this.drawing.spots.find(({ node }) => node.name === "name") || this.drawing.spots.find(({ element }) => element.dataset.kind === "text");
    return named ? named.node.value.trim() : "";
  }

  files() {
    return this.drawing.spots.filter(({ element, node }) => element.dataset.kind === "file" && node.value && !node.hidden).map(({ node }) => node.value);
  }

  /** The person in the form, ready to be sent; null when something is wrong with it. */
  finished() {
    if (!this.valid()) return null;
    const id = `uuid:${uuid()}`;
    const xml = this.model.xml({ instance: id, deprecated: this.prefill ? this.prefill.deprecated : "" });
    return { id, name: this.nameOf(), xml, files: this.files(), values: this.model.told() };
  }

  another() {
    const one = this.finished();
    if (!one) return;
    this.people.push(one);
    const values = common(one.values, this.program.kept), offered = common(one.values, this.program.offered);
    this.last = { name: one.name || say("Somebody"), offered, on: false, kept: values, begun: "" };
    this.next(values);
  }

  next(values) {
    this.begin(values);
    if (this.last) this.last.begun = JSON.stringify(this.model.told());
    this.listPeople();
    this.touched = true;
    this.save();
    $("#people").scrollIntoView();
    const first = this.drawing.spots.find(({ element }) => control(element));
    if (first) control(first.element).focus({ preventScroll: true });
  }

  same(on) {
    this.last.on = on;
    const values = this.model.told();
    const given = on ? this.last.offered : common(JSON.parse(this.blank), this.program.offered);
    this.model.empty();
    this.model.filled({ ...values, ...given });
    this.drawing.attach();
    this.saveSoon();
  }

  change(n) {
    const [one] = this.people.splice(n, 1);
    if (!this.isBlank()) this.people.push({ name: this.nameOf(), xml: "", files: [], values: this.model.told() });
    this.last = null;
    this.next(one.values);
  }

  remove(n) {
    const name = this.people[n].name || say("Somebody");
    if (!window.confirm(say("Remove {name}?", { name }))) return;
    this.people.splice(n, 1);
    if (!this.people.length) this.last = null;
    this.listPeople();
    this.touched = true;
    this.save();
  }

  // -- sending

  valid() {
    const flaws = this.drawing.judged(), summary = $("#flaws");
    summary.hidden = !flaws.length;
    if (!flaws.length) return true;
    const list = made("ul");
    for (const { spot, words } of flaws) {
      const item = made("li"), link = made("a", "", words.includes(labelOf(spot.element)) ? words : `${labelOf(spot.element)}：${words}`);
      link.href = `#${spot.element.id}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.show(spot);
      });
      item.append(link);
      list.append(item);
    }
    summary.replaceChildren(made("h2", "", say("{n} answers need a look", { n: flaws.length })), list);
    summary.scrollIntoView();
    summary.focus({ preventScroll: true });
    return false;
  }

  async submitted(event) {
    event.preventDefault();
    if (this.sent || (this.steps && this.steps.goesOn())) return;
    const open = this.people.findIndex((one) => !one.xml);
    const alone = this.people.length && this.isBlank();
    if (!alone) {
      const one = this.finished();
      if (!one) return;
      this.people.push(one);
    }
    if (open >= 0) {
      const [one] = this.people.splice(open, 1);
      this.last = null;
      this.next(one.values);
      this.valid();
      return;
    }
    // Kept before anything else may fail: the same ids are sent again after a crash, and kept once.
    this.touched = true;
    this.save();
    this.sent = true;
    const people = [];
    for (const one of this.people) {
      const files = [];
      for (const name of one.files) {
        const file = await pictures.get(name);
        if (file) files.push({ name, file });
      }
      people.push({ ...one, files });
    }
    for (const part of ["#form", "#people", "#notice", "#restored", "#flaws", "#correcting"].map($)) if (part) part.hidden = true;
    if (this.steps) this.steps.end();
    this.done.open(people);
    this.out = new Set(people.map((one) => one.id));
    if (await this.sending.send(people)) this.forget();
  }

  /** The draft goes when the outbox, or the office, has everything. */
  forget() {
    store.drop(this.key);
    for (const one of this.people) for (const name of one.files) pictures.drop(name);
  }

  news(news) {
    this.done.show(news);
    if (this.out && news.state === "received" && this.out.delete(news.id) && !this.out.size) this.forget();
    if (news.state === "received") this.leftover();
    if (news.state !== "received" || this.out || !news.code) return;
    // Sent from this phone at last, on another visit than it was filled on.
    keepReceipt(this.at.token, news);
    const place = $("#restored");
    if (place.hidden) place.firstElementChild.textContent = "";
    place.hidden = false;
    place.querySelector("[data-clear]").hidden = !this.touched && !draftOf(this.key);
    place.firstElementChild.textContent += ` ${say("Received")}: ${news.name || ""} ${say("Receipt number")} ${news.number}, ${say("Secret code")} ${news.code}`;
  }

  // -- when the page stands

  rest() {
    const later = window.requestIdleCallback || ((deed) => setTimeout(deed, 400));
    later(() => {
      this.leftover();
      if (this.unsent()) this.sending.listen().catch(() => {});
      else box().catch(() => {}); // so that it is there when the network is not
    });
    addEventListener("gridward:unsent", () => this.leftover());
  }

  unsent() {
    return (store.read("gridward-unsent") || {}).waiting || 0;
  }

  leftover() {
    const waits = this.sent ? 0 : this.unsent(), place = $("#waiting");
    place.hidden = !waits;
    place.textContent = waits ? say("{n} not yet sent. They are sent as soon as there is a network.", { n: waits }) : "";
  }
}
