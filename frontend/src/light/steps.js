// Large text: one question on the screen at a time, with large buttons to go on and back. The page stays the same
// form; this only shows one part of it.
import { control, labelOf, read } from "./controls.js";
import { made } from "./done.js";
import { say } from "./words.js";

const shown = (element) => !element.closest("[hidden]");

export class Steps {
  /** `form`: the element; `drawing`: judges one answer and tells when it has drawn. */
  constructor(form, drawing) {
    this.form = form;
    this.drawing = drawing;
    this.deeds = form.querySelector(".deeds");
    this.notice = document.getElementById("notice");
    this.review = made("div", "review");
    this.deeds.prepend(this.review);
    this.bar = made("nav", "steps");
    this.bar.setAttribute("aria-label", say("One question at a time"));
    this.far = made("progress");
    this.told = made("p", "far");
    this.told.setAttribute("role", "status");
    [this.back, this.on] = ["Back", "Next"].map((text) => Object.assign(made("button", "", say(text)), { type: "button" }));
    this.on.className = "main";
    this.back.addEventListener("click", () => this.go(-1));
    this.on.addEventListener("click", () => this.go(1));
    this.bar.append(this.far, this.told, this.back, this.on);
    form.append(this.bar); // inside, so that it goes with the form
    drawing.drawn = () => this.active && this.refresh();
  }

  begin() {
    if (this.active) return;
    this.active = true;
    document.documentElement.classList.add("stepping");
    this.bar.hidden = false;
    this.first();
  }

  end() {
    this.active = false;
    document.documentElement.classList.remove("stepping");
    this.bar.hidden = true;
    this.mark(null);
  }

  /** The notice while nobody has read it, every question that applies, "one more" of each repeat, the end. */
  stops() {
    const parts = [...this.form.querySelectorAll(".q, [data-add]")].filter(shown);
    return [...(this.notice && this.notice.open ? [this.notice] : []), ...parts, this.deeds];
  }

  first() {
    this.show(this.stops()[0], { quiet: true });
  }

  /** Nothing but this one; it is read aloud from its beginning. */
  show(stop, { quiet = false } = {}) {
    this.mark(stop);
    if (stop === this.deeds) this.reviewed();
    this.refresh();
    window.scrollTo(0, 0);
    if (quiet) return;
    if (stop.classList.contains("q") && stop.tagName !== "FIELDSET") {
      stop.setAttribute("role", "group");
      stop.setAttribute("aria-label", labelOf(stop));
    }
    if (stop.tagName !== "BUTTON") stop.tabIndex = -1;
    stop.focus({ preventScroll: true });
  }

  mark(stop) {
    for (const one of document.querySelectorAll(".now, .has-now")) one.classList.remove("now", "has-now");
    this.now = stop;
    if (!stop) return;
    stop.classList.add("now");
    for (let up = stop.parentElement; up && up !== this.form; up = up.parentElement) up.classList.add("has-now");
  }

  go(by) {
    const spot = by > 0 && this.drawing.spotOf(this.now);
    if (spot && this.drawing.judge(spot)) {
      this.drawing.focus(spot);
      return;
    }
    if (by > 0 && this.now === this.notice) this.notice.querySelector("[data-read]").click();
    const stops = this.stops();
    const to = stops[stops.indexOf(this.now) + by];
    if (to) this.show(to);
  }

  /** Whether the page should go on instead of sending: Enter was pressed before the end. */
  goesOn() {
    if (!this.active || this.now === this.deeds) return false;
    this.go(1);
    return true;
  }

  refresh() {
    const stops = this.stops();
    if (!stops.includes(this.now)) {
      const after = stops.find((one) => this.now && this.now.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
      this.show(after || this.deeds);
      return;
    }
    const asked = stops.filter((one) => one.classList.contains("q")), n = asked.indexOf(this.now) + 1;
    const passed = stops.slice(0, stops.indexOf(this.now)).filter((one) => asked.includes(one)).length;
    this.far.max = asked.length || 1;
    this.far.value = n || passed;
    this.told.textContent = n ? say("Question {n} / {all}", { n, all: asked.length }) : say(this.now === this.deeds ? "Please compare, then send" : "");
    this.back.disabled = stops.indexOf(this.now) === 0;
    this.on.hidden = this.now === this.deeds;
  }

  /** What was answered, each line a way back to its question. */
  reviewed() {
    const lines = this.stops().filter((one) => one.classList.contains("q") && one.dataset.kind !== "note").map((stop) => {
      const line = made("button", "answered"), answer = this.words(stop);
      line.type = "button";
      const must = stop.querySelector("[data-must]:not([hidden])");
      line.append(made("span", "hint", labelOf(stop)), made("b", answer || !must ? "" : "open", answer || say("not answered")));
      line.addEventListener("click", () => this.show(stop));
      return line;
    });
    this.review.replaceChildren(made("h2", "", say("Your answers")), ...lines);
  }

  words(stop) {
    const kind = stop.dataset.kind;
    if (kind === "pick" || kind === "checks") return [...stop.querySelectorAll("input:checked")].map((one) => one.parentElement.textContent.trim()).join("、");
    if (kind === "list") return read(stop) ? control(stop).selectedOptions[0].textContent : "";
    if (kind === "file") return stop.querySelector("[data-preview]").hidden ? "" : say("a picture");
    return kind === "tick" ? (read(stop) ? "✓" : "") : control(stop).value;
  }
}
