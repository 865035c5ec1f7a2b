// What every page of somebody with a phone has: how much is unsent, large text, and the sending itself.
import "./phone-badge.js";
import { unsent } from "./unsent.js";

const toggle = document.querySelector("[data-large-text]");
toggle?.addEventListener("click", () => {
  const large = document.documentElement.classList.toggle("large-text");
  toggle.setAttribute("aria-pressed", String(large));
  // A cookie, so that the server draws the next page large at once.
  document.cookie = `gw_large=${large ? 1 : ""};path=/;max-age=${large ? 31536000 : 0};samesite=lax`;
});

// Records entered on a form page are sent from whichever page is open when the network returns.
if (unsent.any()) import("./outbox.js").then(({ outbox }) => outbox.start());
