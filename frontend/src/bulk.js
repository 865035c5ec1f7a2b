// <gw-bulk>: ticks in a table and the buttons that act on them. Without script the buttons are simply on.
import { say } from "./words.js";

class Bulk extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => this.ticked(event.target));
    document.addEventListener("htmx:after:swap", () => this.count());
    window.addEventListener("pageshow", () => this.count());
    this.count();
  }

  boxes(name) {
    return [...this.querySelectorAll(`input[type=checkbox][name="${name}"]`)];
  }

  ticked(box) {
    if (box.dataset.checkAll) for (const other of this.boxes(box.dataset.checkAll)) other.checked = box.checked;
    this.count();
  }

  count() {
    const all = this.querySelector("[data-check-all]");
    const boxes = all ? this.boxes(all.dataset.checkAll) : [];
    const n = boxes.filter((box) => box.checked).length;
    if (all) {
      all.checked = n > 0 && n === boxes.length;
      all.indeterminate = n > 0 && n < boxes.length;
    }
    for (const button of this.querySelectorAll("form > button[type=submit], form > .btn-list button, button[data-bulk]")) button.disabled = n === 0;
    for (const note of this.querySelectorAll("[data-check-count]")) note.textContent = n ? say("{n} selected", { n }) : "";
  }
}
customElements.define("gw-bulk", Bulk);
