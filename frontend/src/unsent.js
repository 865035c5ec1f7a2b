// How much is unsent, without opening the database: the outbox writes the numbers here.
import { say } from "./words.js";

const KEY = "gridward-unsent";

function numbers() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export const unsent = {
  key: KEY,
  any: () => (numbers().waiting ?? 0) > 0,
  text() {
    const { waiting = 0, refused = 0 } = numbers();
    return [waiting && say("to send: {n}", { n: waiting }), refused && say("refused: {n}", { n: refused })].filter(Boolean).join(" · ");
  },
  write(waiting, refused) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ waiting, refused }));
    } catch {
      // Storage may be forbidden; the list on the form page still tells.
    }
    window.dispatchEvent(new Event("gridward:unsent"));
  },
  watch(draw) {
    const redraw = () => draw(unsent.text());
    window.addEventListener("gridward:unsent", redraw);
    window.addEventListener("storage", redraw);
    redraw();
  },
};
