// <gw-queue>: names decided with one key each. The card brings its buttons (data-queue-key); this presses
// them, keeps a held key from deciding the next name too, and reads each new card out.
const REST = 250; // ms a new card must have been seen before a key counts

class Queue extends HTMLElement {
  connectedCallback() {
    this.since = 0;
    this.addEventListener("submit", (event) => this.sent(event), true);
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("htmx:after:swap", () => this.shown());
    document.addEventListener("htmx:error", () => this.free());
    this.addEventListener("gridward:picked", (event) => event.target.closest("form[data-submit-picked]")?.requestSubmit());
    this.querySelector("[data-focus]")?.focus({ preventScroll: true });
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) {
      if (event.key === "Escape") this.querySelector("[data-focus]")?.focus();
      return;
    }
    const button = this.querySelector(`[data-queue-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    if (event.repeat || this.busy || performance.now() - this.since < REST) return;
    button.click();
  }

  sent(event) {
    if (this.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    this.busy = true;
    // A request that never comes back must not lock the page.
    this.patience = setTimeout(() => this.free(), 8000);
  }

  shown() {
    this.free();
    this.since = performance.now();
    this.querySelector("[data-focus]")?.focus({ preventScroll: true });
  }

  free() {
    clearTimeout(this.patience);
    this.busy = false;
  }
}
customElements.define("gw-queue", Queue);
