// What a worker's phone keeps belongs to one account: it goes when that account signs out on any page, or when
// another one is signed in. Records that were never sent stay; they are sent under their own account only.
import { ask } from "./ask.js";
import { say } from "./words.js";
import { unsent } from "./unsent.js";

const KEY = "gridward-kept"; // the account, so that pages without the phone's data need not open the database

function keeper() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function keptFor(owner) {
  try {
    localStorage.setItem(KEY, owner);
  } catch {
    // Then the next contact of the phone page itself looks after it.
  }
}

export async function forget() {
  const { wipe } = await import("./database.js");
  await wipe();
  const { forgetPlaces } = await import("./place/store.js");
  await forgetPlaces();
  localStorage.removeItem(KEY);
}

export function watchLeaving() {
  const here = document.body.dataset.owner ?? "";
  if (keeper() && here && keeper() !== here) forget();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!keeper() || !form.action.endsWith("/sign-out")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (unsent.any() && !(await ask(say("Records on this phone are not sent yet. They stay here until you sign in again. Sign out?")))) return;
    await forget();
    form.submit();
  }, true);
}
