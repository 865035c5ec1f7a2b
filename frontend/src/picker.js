// <gw-picker>: a text box which proposes places (or anything with value, label, detail) while one types.
import { say } from "./words.js";

let count = 0;

class Picker extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("input:not([type=hidden])");
    this.hiddenBox = this.querySelector("input[type=hidden]");
    this.list = document.createElement("ul");
    this.list.id = `gw-picker-${(count += 1)}`;
    this.list.className = "picker-list";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.note = document.createElement("div");
    this.note.className = "visually-hidden";
    this.note.setAttribute("aria-live", "polite");
    this.append(this.list, this.note);
    const set = (name, value) => this.box.setAttribute(name, value);
    set("role", "combobox");
    set("autocomplete", "off");
    set("aria-autocomplete", "list");
    set("aria-expanded", "false");
    set("aria-controls", this.list.id);
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.close());
    // mousedown, not click: the box must not lose its focus before the choice is made.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li[data-value]");
      if (item) this.choose(item);
    });
  }

  typed() {
    if (this.hiddenBox) this.hiddenBox.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), 180);
  }

  async search() {
    const text = this.box.value.trim();
    this.asking?.abort();
    if (!text) return this.close();
    this.asking = new AbortController();
    try {
      const url = new URL(this.dataset.src, window.location);
      url.searchParams.set("q", text);
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).results);
    } catch {
      this.close(); // No network: what is typed stays, the server matches it later.
    }
  }

  show(results) {
    this.list.replaceChildren(...results.map((one, n) => this.item(one, n)));
    if (!results.length) {
      const none = document.createElement("li");
      none.className = "picker-none";
      none.textContent = say("No place found. You may leave it as typed.");
      this.list.append(none);
    }
    this.note.textContent = say("{n} places found", { n: results.length });
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.at = -1;
  }

  item({ value, label, detail }, n) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${n}`;
    item.setAttribute("role", "option");
    item.dataset.value = value;
    item.dataset.label = label;
    const name = document.createElement("b");
    name.textContent = label;
    item.append(name);
    if (detail) {
      const more = document.createElement("small");
      more.textContent = detail;
      item.append(more);
    }
    return item;
  }

  key(event) {
    const items = [...this.list.querySelectorAll("li[data-value]")];
    if (event.key === "Escape") return this.close();
    if (this.list.hidden || !items.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + items.length) % items.length;
      items.forEach((item, n) => item.setAttribute("aria-selected", String(n === this.at)));
      items[this.at].scrollIntoView({ block: "nearest" });
      this.box.setAttribute("aria-activedescendant", items[this.at].id);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.choose(items[this.at]);
    }
  }

  choose(item) {
    this.box.value = item.dataset.label;
    if (this.hiddenBox) this.hiddenBox.value = item.dataset.value;
    this.close();
    this.dispatchEvent(new CustomEvent("gridward:picked", { bubbles: true, detail: { value: item.dataset.value } }));
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}
customElements.define("gw-picker", Picker);
