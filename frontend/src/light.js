// The public form for residents: no library, no framework; the outbox comes after the first paint.
import "./light/frame.js";
import { Page } from "./light/page.js";

try {
  new Page(document.getElementById("form")).start();
} catch (wrong) {
  // The browser's own form still works: every question is shown, the server checks.
  for (const one of document.querySelectorAll("#form .q[hidden], #form .group[hidden], #form .repeat[hidden]")) one.hidden = false;
  console.error(wrong);
}
