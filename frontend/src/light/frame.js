// What every light page has: large text without a reload, the notice that is read once.
import { store } from "./draft.js";

const toggle = document.querySelector("[data-large]");
toggle.addEventListener("click", (event) => {
  event.preventDefault();
  const large = document.documentElement.classList.toggle("large");
  toggle.setAttribute("aria-pressed", String(large));
  toggle.href = `?large=${large ? 0 : 1}`;
  // A cookie, so that the server draws the next page large at once.
  dispatchEvent(new Event("gridward:large"));
  document.cookie = `gw_large=${large ? 1 : ""};path=/;max-age=${large ? 31536000 : 0};samesite=lax`;
});
toggle.addEventListener("keydown", (event) => {
  if (event.key !== " ") return;
  event.preventDefault();
  toggle.click();
});

const notice = document.getElementById("notice");
if (notice) {
  const read = notice.querySelector("[data-read]"), key = `gw-notice:${location.pathname.replace(/\/mine.*/, "")}`, said = notice.textContent.length;
  if (store.read(key) === said) notice.open = false;
  read.hidden = false;
  read.addEventListener("click", () => {
    store.write(key, said);
    notice.open = false;
    notice.querySelector("summary").focus();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
