// The service worker that keeps these pages: registered once; a new version waits until it is asked for.
import { say } from "../words.js";
import { element } from "./element.js";

const EVERY = 3_600_000;
let wanted = false;

/** `busy`: something typed is not kept yet, so that no reload may happen now. */
export async function keepPages({ busy }) {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/service-worker.js", { scope: "/" }).catch(() => undefined);
  if (!registration) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => wanted && window.location.reload());
  const offer = () => registration.waiting && registration.active && notice(registration, busy);
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  setInterval(() => registration.update().catch(() => {}), EVERY);
  offer();
}

function notice(registration, busy) {
  document.querySelector(".update")?.remove();
  document.body.append(element("button", {
    type: "button", class: "update", role: "status",
    click: () => {
      if (busy()) return; // the sheet that is open first
      wanted = true;
      registration.waiting?.postMessage("take over");
    },
  }, say("There is a new version. Tap to update.")));
}
