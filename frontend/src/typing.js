// <gw-typing>: typing in paper forms with the keyboard alone. Without this script Tab and the button do the same.
class Typing extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.fields = [...this.form.querySelectorAll("input:not([type=hidden])")];
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    this.form.addEventListener("submit", (event) => this.sent(event));
    const wrong = this.form.querySelector(".is-invalid");
    (wrong ?? this.fields[0])?.focus();
    (wrong ?? this.fields[0])?.select();
  }

  pressed(event) {
    const at = this.fields.indexOf(event.target);
    if (at < 0 || event.isComposing || event.defaultPrevented) return; // Enter also takes a word from the Chinese input method
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = event.key === "Enter" ? this.after(at) : this.fields[at + step];
    if (next) { next.focus(); next.select(); } else if (step > 0 && event.key === "Enter") this.form.requestSubmit();
  }

  /** The next field; behind an empty line of a table the first field below it. */
  after(at) {
    const row = this.fields[at].closest("tr");
    if (row && this.fields[at].value === "" && this.fields[at] === row.querySelector("input")) {
      const below = this.fields.findIndex((field, n) => n > at && field.closest("table") !== row.closest("table"));
      return below < 0 ? undefined : this.fields[below];
    }
    return this.fields[at + 1];
  }

  sent(event) {
    if (this.sending) event.preventDefault(); // a key held down sends once
    this.sending = true;
  }
}

customElements.define("gw-typing", Typing);
