// The questions on the page and the rows of repeats, tied to the nodes of the model.
import { control, labelOf, offer, read, touched, write } from "./controls.js";
import { say } from "./words.js";

const TYPES = { int: "Please type a whole number.", integer: "Please type a whole number.", decimal: "Please type a number.", date: "Please give a date.", dateTime: "Please give a date.", time: "Please give a time." };
let clones = 0;

const below = (element, selector) => [...element.querySelectorAll(selector)];
const inRow = (element, root) => element.parentElement.closest("[data-repeat]") === root;

export class Drawing {
  constructor(form, model) {
    this.form = form;
    this.model = model;
    this.moulds = new Map(); // path of a repeat -> its row as the server drew it
    for (const section of below(form, "[data-repeat]").reverse()) {
      this.moulds.set(section.dataset.repeat, section.querySelector(":scope > .row"));
    }
    this.typed = below(form, ".q[data-path]").filter(touched).map((element) => [element.dataset.path, read(element)]);
  }

  /** Ties everything anew: after the model was emptied or filled. */
  attach() {
    this.spots = [];
    this.repeats = [];
    this.tie(this.form, this.model.root, null);
    this.draw();
  }

  asksPlaces() {
    const asked = ".q[data-place]";
    return [this.form, ...this.moulds.values()].some((element) => element && element.querySelector(asked));
  }

  find(path, row) {
    return path.slice(row.path.length).split("/").filter(Boolean).reduce((node, name) => node && node.kids.find((kid) => kid.name === name), row);
  }

  tie(element, row, section) {
    for (const one of below(element, "[data-path]:not(.row)")) {
      if (!inRow(one, section) || !one.dataset.path) continue;
      const node = this.find(one.dataset.path, row);
      if (node) this.spots.push({ element: one, node });
    }
    for (const one of below(element, "[data-repeat]")) {
      if (!inRow(one, section)) continue;
      const like = this.find(one.dataset.repeat, row);
      for (const old of below(one, ":scope > .row")) old.remove();
      this.repeats.push({ section: one, path: one.dataset.repeat, parent: like ? like.up : row, rows: new Map() });
    }
  }

  rows() {
    for (let n = 0; n < this.repeats.length; n += 1) {
      const repeat = this.repeats[n];
      const nodes = this.model.rowsOf(repeat.path, repeat.parent);
      for (const [node, element] of repeat.rows) {
        if (!nodes.includes(node)) {
          element.remove();
          repeat.rows.delete(node);
          this.spots = this.spots.filter((spot) => !element.contains(spot.element));
        }
      }
      for (const node of nodes) if (!repeat.rows.has(node)) this.grow(repeat, node);
      repeat.section.hidden = !nodes.length || nodes.every((node) => node.off);
      nodes.forEach((node, at) => this.head(repeat, repeat.rows.get(node), at, nodes.length));
    }
  }

  head(repeat, element, at, many) {
    const free = !("fixed" in repeat.section.dataset);
    element.querySelector("[data-number]").textContent = many > 1 ? say("Row {n}", { n: at + 1 }) : "";
    element.querySelector(":scope > [data-drop]").hidden = !free || many < 2;
    repeat.section.querySelector(":scope > [data-add]").hidden = !free;
  }

  grow(repeat, node) {
    const mould = this.moulds.get(repeat.path), element = mould.cloneNode(true);
    clones += 1;
    for (const name of ["id", "for", "aria-describedby", "aria-labelledby", "name"]) {
      for (const one of [element, ...below(element, `[${name}]`)]) {
        if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).split(" ").map((id) => `${id}-${clones}`).join(" "));
      }
    }
    repeat.rows.set(node, element);
    repeat.section.insertBefore(element, repeat.section.querySelector(":scope > [data-add]"));
    this.tie(element, node, repeat.section);
  }

  spotOf(element) {
    const question = element.closest(".q");
    return this.spots.find((spot) => spot.element === question);
  }

  draw() {
    this.rows();
    for (const { element, node } of this.spots) {
      if (element.hidden !== node.off) element.hidden = node.off;
      if (!element.classList.contains("q") || node.hidden) continue;
      if (node.path in this.model.program.choices) offer(element, this.model.choices(node.path, node), node.value);
      if (element.dataset.kind !== "note" && element.dataset.kind !== "file" && !element.contains(document.activeElement) && read(element) !== node.value) write(element, node.value);
      this.must(element, node);
    }
    for (const output of below(this.form, "output[data-answer]")) this.said(output);
    if (this.drawn) this.drawn();
  }

  must(element, node) {
    const mark = element.querySelector("[data-must]"), must = this.model.required(node);
    if (!mark || mark.hidden !== must) return;
    mark.hidden = !must;
  }

  said(output) {
    const holder = output.closest(".q, .group, .row");
    const spot = holder && this.spots.find((one) => one.element === holder);
    const row = this.repeats.reduce((found, repeat) => [...repeat.rows].reduce((all, [node, element]) => (element.contains(output) ? node : all), found), this.model.root);
    const text = this.model.value(this.model.program.said[output.dataset.answer], spot ? spot.node : row);
    if (output.textContent !== text) output.textContent = text;
  }

  /** Shows or clears what is wrong with one answer; the words of the flaw. */
  judge({ element, node }, { quiet = false } = {}) {
    const flaw = this.model.flaw(node), place = element.querySelector(".flaw");
    if (!place) return "";
    const words = flaw && this.words(flaw, element, node);
    if (quiet && flaw) return words;
    place.textContent = words;
    place.hidden = !flaw;
    for (const box of below(element, "input, select, textarea")) {
      if (flaw) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
    return words;
  }

  words(flaw, element, node) {
    if (flaw === "required") return element.dataset.asks || say("Please answer: {label}", { label: labelOf(element) });
    if (flaw === "type") return say(TYPES[this.model.bindOf(node.path).t]);
    return element.dataset.said || say("The answer does not fit.");
  }

  /** Everything that is wrong, in order: [{spot, words}]. */
  judged() {
    const order = (a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    const asked = this.spots.filter((spot) => spot.element.classList.contains("q") && !spot.node.hidden).sort(order);
    return asked.map((spot) => ({ spot, words: this.judge(spot) })).filter((one) => one.words);
  }

  focus({ element }) {
    const box = control(element);
    element.scrollIntoView({ block: "center" });
    if (box) box.focus({ preventScroll: true });
  }
}
