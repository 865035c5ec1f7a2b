// Small behaviours, all by delegation, so that fragments swapped in by htmx have them too.
import { ask } from "./ask.js";
import { label } from "./cards.js";
import { say } from "./words.js";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  // The list's own search comes before the one in the bar.
  const search = document.querySelector('main [data-search], [data-search="top"]');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select?.();
});

// The first submit of a form with data-confirm asks; the answer submits it again, marked. Capturing, and
// before htmx sees it.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed) {
    delete form.dataset.confirmed;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(question, event.submitter))) return;
  form.dataset.confirmed = "yes";
  form.requestSubmit(event.submitter ?? undefined);
}, true);

// A plain form that is being sent cannot be sent twice by an impatient thumb.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  form.classList.add("is-sending");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form.is-sending")) form.classList.remove("is-sending");
});

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-print]")) window.print();
  for (const sheet of document.querySelectorAll("details[data-close-outside][open]")) {
    if (!sheet.contains(target)) sheet.open = false;
  }
  const row = target.closest("tr[data-href]");
  if (row && !target.closest("a, button, input, label, select") && !String(window.getSelection())) {
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const sheet of document.querySelectorAll("details[data-close-outside][open]")) {
    sheet.open = false;
    sheet.querySelector("summary")?.focus();
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
});

// A queue is decided with one key: 1-9 press the button that carries the digit.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  document.querySelector(`button[data-key="${event.key}"]`)?.click();
});

// A whole staircase is ticked, or unticked, at once.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick-all]");
  if (!button) return;
  const boxes = [...button.closest("section").querySelectorAll("input[type=checkbox]")];
  const on = !boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = on;
});

// Paper cannot unfold: the figures under a map or chart are printed.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("gw-map details, gw-chart details")) fold.open = true;
});

label();
document.addEventListener("htmx:after:swap", label);

// A fragment that could not be fetched at all must not look as if nothing happened.
document.addEventListener("htmx:error", () => {
  const box = document.getElementById("messages");
  if (!box || box.querySelector("[data-unreachable]")) return;
  const note = document.createElement("div");
  note.className = "alert alert-danger";
  note.setAttribute("role", "alert");
  note.dataset.unreachable = "";
  note.textContent = say("The server could not be reached. Try again.");
  box.append(note);
});
