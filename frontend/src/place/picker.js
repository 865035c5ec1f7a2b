// <gw-picker>: a text box that proposes places while one types, and a tree to pick them from.
//
//   <gw-picker data-near="430124105/"><input name="place"><input type="hidden" name="code"></gw-picker>
//
// data-near: the own area · data-public: a page without an account · data-file: the county's file for
// times without a network · data-whole: the box takes the full name, not the short one · data-address: the
// box takes an address, which is typed on behind the place · data-from, data-depth: the highest and the
// deepest level that may be chosen. A change fires "gridward:picked" with {value, label, detail}.
import { say, learn } from "../words.js";
import { Source } from "./source.js";
import { ZH } from "./words.js";

learn(ZH);
let count = 0;

function made(kind, name, text = "") {
  const element = document.createElement(kind);
  element.className = name;
  element.textContent = text;
  return element;
}

/** Where the window ends for a list: above a bar at its foot, above the keys of a phone. */
function floor(x) {
  const { offsetTop = 0, height = window.innerHeight } = window.visualViewport ?? {};
  const bars = document.elementsFromPoint(x, window.innerHeight - 4).filter((one) => /fixed|sticky/.test(getComputedStyle(one).position));
  return Math.min(offsetTop + height, ...bars.map((one) => one.getBoundingClientRect().top));
}

export class Picker extends HTMLElement {
  /** A box elsewhere on the page, set before this comes onto it; else the box is inside. */
  beside;

  connectedCallback() {
    if (this.panel) return;
    this.box = this.beside ?? this.querySelector("input:not([type=hidden])");
    this.code = this.querySelector("input[type=hidden]");
    const open = "public" in this.dataset;
    this.source = new Source({
      suggest: open ? "/places/public/suggest" : "/places/suggest",
      tree: "/places/public/tree",
      file: this.dataset.file ?? "",
      near: this.dataset.near ?? "",
    });
    this.build();
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    const left = (event) => this.contains(event.relatedTarget) || event.relatedTarget === this.box || this.close();
    this.addEventListener("focusout", left);
    if (this.beside) this.box.addEventListener("focusout", left);
    if (this.box.disabled) return;
    this.button.addEventListener("click", () => this.toggle());
    // Not "click": the box must not lose its focus before the choice is made.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.touched(event));
    this.crumbs.addEventListener("mousedown", (event) => event.preventDefault());
    this.crumbs.addEventListener("click", (event) => {
      const step = event.target.closest("button");
      if (step) this.descend(step.dataset.under);
    });
  }

  build() {
    const id = `gw-picker-${(count += 1)}`;
    this.panel = made("div", "picker-panel");
    this.panel.hidden = true;
    this.crumbs = made("div", "picker-way");
    this.list = made("ul", "picker-lines");
    this.list.id = id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", say("Places"));
    this.panel.append(this.crumbs, this.list);
    this.note = made("div", "visually-hidden");
    this.note.setAttribute("role", "status");
    this.help = made("div", "visually-hidden", say("Arrow keys choose, Enter takes it over, right shows what lies in it, Escape closes."));
    this.help.id = `${id}-help`;
    this.help.hidden = true; // read with the box, not by itself
    this.button = made("button", "picker-open");
    this.button.type = "button";
    this.button.setAttribute("aria-label", say("Pick from the tree"));
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", id);
    this.append(this.button, this.panel, this.note, this.help);
    this.button.hidden = Number(this.dataset.from || 0) > 5; // no tree above what may be chosen
    const set = (name, value) => this.box.setAttribute(name, value);
    set("role", "combobox");
    set("autocomplete", "off");
    set("autocapitalize", "off");
    set("spellcheck", "false");
    set("aria-autocomplete", "list");
    set("aria-expanded", "false");
    set("aria-haspopup", "listbox");
    set("aria-controls", id);
    set("aria-describedby", [this.box.getAttribute("aria-describedby"), this.help.id].filter(Boolean).join(" "));
  }

  get isAddress() {
    return "address" in this.dataset;
  }

  typed() {
    if (this.code) this.code.value = "";
    clearTimeout(this.timer);
    if (this.lead && this.box.value.startsWith(this.lead)) return this.close(); // house and room are typed on
    this.lead = "";
    this.timer = setTimeout(() => this.search(), 120);
  }

  /** `asked`: by the arrow key; typing alone shows no place that is only a part of an address. */
  async search({ asked = false } = {}) {
    const text = this.box.value.trim();
    if (!text) return this.close();
    const found = await this.source.search(text);
    if (found === null) return;
    if (found === undefined) return this.close(); // no network: what is typed stays, it is matched later
    const results = found.filter((one) => this.allows(one) && (asked || !this.isAddress || !one.rest));
    if (!results.length && !asked && (this.isAddress || this.button.hidden)) return this.close();
    this.crumbs.replaceChildren();
    this.show(results);
  }

  allows({ level = 0 }) {
    return level >= Number(this.dataset.from || 0) && level <= Number(this.dataset.depth || 6);
  }

  async toggle() {
    this.box.focus();
    if (!this.panel.hidden) return this.close();
    const near = this.source.near.split("/")[0].slice(0, 9);
    await this.descend(this.code?.value.replace(/\d{3}$/, "000") || near || "");
  }

  /** Show what lies below a code; an empty code shows the provinces. */
  async descend(under) {
    const told = await this.source.below(under);
    if (!told) {
      this.crumbs.replaceChildren();
      return under ? this.descend("") : this.show([]);
    }
    const steps = [{ value: "", label: say("China") }, ...told.way];
    this.crumbs.replaceChildren(
      ...steps.map(({ value, label }) => {
        const step = made("button", "picker-step", label);
        step.type = "button";
        step.tabIndex = -1;
        step.dataset.under = value;
        return step;
      }),
    );
    this.above = steps.length > 1 ? steps.at(-2).value : null;
    this.here = steps.at(-1);
    const depth = Number(this.dataset.depth || 6);
    const self = this.here.value ? [{ ...this.here, opens: false, self: true }] : [];
    this.show([...self, ...told.results.map((one) => ({ ...one, opens: one.opens && (one.level ?? 0) < depth }))]);
  }

  show(results) {
    this.results = results;
    this.list.replaceChildren(...results.map((one, n) => this.line(one, n)));
    const nothing = say(this.code ? "No place found. Try another spelling." : "No place found. Leave it as typed: somebody will look at it.");
    if (!results.length) this.list.append(made("li", "picker-none", nothing));
    this.note.textContent = results.length ? say("{n} places found", { n: results.length }) : nothing;
    this.panel.hidden = false;
    this.list.scrollTop = 0;
    this.place();
    this.expanded("true");
    this.at = -1;
    this.box.removeAttribute("aria-activedescendant");
  }

  /** Below the box, or above it where there is more room; out of a table that scrolls by itself. */
  place() {
    const { top, bottom, left, width, height } = this.box.getBoundingClientRect();
    const below = floor(left + 20) - bottom;
    const above = below < 200 && top > below;
    this.panel.classList.toggle("is-above", above);
    const rest = this.crumbs.offsetHeight + 16;
    if (this.beside) this.panel.style.bottom = above ? `${height + 4}px` : "";
    this.list.style.maxHeight = `${Math.max(120, Math.min(360, (above ? top : below) - rest))}px`;
    if (!this.closest(".table-responsive")) return;
    const side = above ? { top: "auto", bottom: `${window.innerHeight - top}px` } : { top: `${bottom}px`, bottom: "auto" };
    const wide = Math.min(Math.max(width, 320), window.innerWidth - 16);
    const start = Math.min(left, window.innerWidth - wide - 8);
    Object.assign(this.panel.style, { position: "fixed", right: "auto", left: `${start}px`, width: `${wide}px`, ...side });
  }

  line(one, n) {
    const item = made("li", one.self ? "picker-line is-self" : "picker-line");
    item.id = `${this.list.id}-${n}`;
    item.dataset.n = n;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const words = made("span", "picker-words");
    words.append(made("b", "", one.self ? say("{name} as a whole", { name: one.label }) : one.label));
    const inTree = this.crumbs.childElementCount > 0; // its way stands above the list
    if (one.detail && !inTree && one.detail !== one.label) words.append(made("small", "", one.detail));
    item.append(words);
    if (one.opens) {
      const into = made("span", "picker-into", "›");
      into.dataset.into = "";
      into.title = say("What lies in it");
      item.append(into);
    }
    return item;
  }

  touched(event) {
    const item = event.target.closest("li[data-n]");
    if (!item) return;
    const one = this.results[Number(item.dataset.n)];
    if (event.target.closest("[data-into]")) this.descend(one.value);
    else this.choose(one);
  }

  key(event) {
    if (event.isComposing) return; // the keys belong to the input method
    const open = !this.panel.hidden;
    const one = open ? this.results[this.at] : undefined;
    const moves = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
    } else if (moves && open && this.results.length) this.move(moves);
    else if (event.key === "ArrowDown" && !open && this.box.value.trim()) this.search({ asked: true });
    else if (event.key === "ArrowDown" && !open && !this.button.hidden) this.toggle();
    else if (event.key === "Enter" && open && (one ?? this.only)) this.choose(one ?? this.only);
    else if (event.key === "ArrowRight" && one?.opens) this.descend(one.value);
    else if (event.key === "ArrowLeft" && open && this.at >= 0 && this.above !== null && this.crumbs.childElementCount) this.descend(this.above);
    else return;
    event.preventDefault();
  }

  move(step) {
    const items = [...this.list.querySelectorAll("li[data-n]")];
    this.at = this.at < 0 && step < 0 ? items.length - 1 : (this.at + step + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === this.at)));
    items[this.at].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", items[this.at].id);
  }

  /** What Enter takes over by itself: the one place found, unless the words may be meant as they stand. */
  get only() {
    const meant = this.code || /^[a-z\s']+$/i.test(this.box.value);
    return meant && this.results.length === 1 ? this.results[0] : undefined;
  }

  written(one) {
    if (this.isAddress) return (one.said || one.detail || one.label) + (one.rest ?? "");
    return "whole" in this.dataset ? one.detail || one.label : one.label;
  }

  choose(one) {
    this.box.value = this.written(one);
    this.lead = this.isAddress ? this.box.value : "";
    for (const name of ["input", "change"]) this.box.dispatchEvent(new Event(name, { bubbles: true }));
    this.close(); // what was chosen is no typing
    if (this.code) this.code.value = one.value;
    this.dispatchEvent(new CustomEvent("gridward:picked", { bubbles: true, detail: one }));
  }

  close() {
    clearTimeout(this.timer);
    this.panel.hidden = true;
    this.expanded("false");
    this.box.removeAttribute("aria-activedescendant");
  }

  expanded(value) {
    this.box.setAttribute("aria-expanded", value);
    this.button.setAttribute("aria-expanded", value);
  }
}

/** A picker around a box that stands on the page; `data` becomes its data- attributes. */
export function wrapped(box, data) {
  const picker = document.createElement("gw-picker");
  Object.assign(picker.dataset, data);
  const spot = document.createComment("");
  box.before(spot);
  picker.append(box); // before it is on the page: it looks for its box when it comes there
  spot.replaceWith(picker);
  return picker;
}

export function definePicker() {
  if (!customElements.get("gw-picker")) customElements.define("gw-picker", Picker);
}
