// What was just done, at the foot of the page, with the way back while there is one.
import { say } from "../words.js";
import { element } from "./element.js";

let shown;

export function toast(text, { undo, seconds = 5, bad = false } = {}) {
  shown?.end();
  const count = element("span", { class: "count" }, undo ? String(seconds) : "");
  const words = element("span", { class: "words" }, text);
  const note = element("div", { class: bad ? "toast is-bad" : "toast", role: "status", "aria-live": "polite" }, words);
  let left = seconds;
  const timer = setInterval(() => {
    left -= 1;
    count.textContent = String(left);
    if (left <= 0) end();
  }, 1000);
  function end() {
    clearInterval(timer);
    note.remove();
  }
  if (undo) {
    note.append(element("button", {
      type: "button", class: "undo",
      click: async () => {
        const taken = await undo();
        end();
        if (!taken) toast(say("Too late: it is on its way already. Record the right result now."), { bad: true });
      },
    }, say("Undo"), " ", count));
  }
  document.body.append(note);
  shown = { end };
}
