// <gw-review>: a list worked through with the keyboard. Arrows choose a line, Enter, E and S press its
// buttons (data-key) or open its form (data-change). Without script the buttons do the same.
class Review extends HTMLElement {
  connectedCallback() {
    this.onKey = (event) => this.pressed(event);
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("htmx:after:swap", (this.onSwap = () => this.settle()));
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("htmx:after:swap", this.onSwap);
  }

  lines() {
    return [...this.querySelectorAll("[data-line]")];
  }

  here() {
    return this.lines().findIndex((line) => line === document.activeElement || line.contains(document.activeElement));
  }

  go(place) {
    const line = this.lines()[Math.max(0, Math.min(place, this.lines().length - 1))];
    if (!line) return;
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
    this.last = this.lines().indexOf(line);
  }

  // The line that was decided is drawn anew: the next one that still waits gets the focus.
  settle() {
    const lines = this.lines();
    const next = lines.findIndex((line, n) => n >= (this.last ?? 0) && line.dataset.state === "waiting");
    if (next >= 0 && !document.activeElement?.matches("input, textarea, select")) this.go(next);
  }

  pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select, summary, a, button")) return;
    const at = this.here();
    if (event.key === "ArrowDown" || event.key === "j") this.go(at + 1);
    else if (event.key === "ArrowUp" || event.key === "k") this.go(at < 0 ? 0 : at - 1);
    else if (at >= 0 && event.key.toLowerCase() === "e") this.change(this.lines()[at]);
    else if (!this.press(at, CSS.escape(event.key.length === 1 ? event.key.toLowerCase() : event.key))) return;
    event.preventDefault();
  }

  // A key of the line (data-key), else one of the whole list (data-deed: save, drop).
  press(at, key) {
    const button = this.lines()[at]?.querySelector(`[data-key="${key}"]`) ?? this.querySelector(`[data-deed="${key}"]`);
    button?.click();
    return Boolean(button);
  }

  change(line) {
    const form = line.querySelector("[data-change]");
    if (!form) return;
    form.open = true;
    form.querySelector("input")?.focus();
  }
}
customElements.define("gw-review", Review);
