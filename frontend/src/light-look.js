// Looking up a receipt: number and code out of the picture, and what was sent from this phone.
import "./light/frame.js";
import { receipts } from "./light/draft.js";

const form = document.getElementById("look");
const [, token] = /\/f\/([^/]+)/.exec(location.pathname);

function put(number, code) {
  document.getElementById("number").value = number;
  document.getElementById("code").value = code;
}

if (form) {
  const [number, code] = location.hash.slice(1).split("-");
  if (number && code) {
    put(number, code);
    history.replaceState(null, "", location.pathname); // the code does not stay in the address
    form.submit();
  }
  const kept = receipts.read(token), section = document.getElementById("kept");
  section.hidden = !kept.length;
  for (const one of kept) {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.textContent = [one.number, one.name, new Date(one.at).toLocaleDateString(document.documentElement.lang)].filter(Boolean).join(" · ");
    button.addEventListener("click", () => {
      put(one.number, one.code);
      form.submit();
    });
    item.append(button);
    section.querySelector("ul").append(item);
  }
  section.querySelector("[data-forget]").addEventListener("click", () => {
    receipts.forget(token);
    section.hidden = true;
  });
}
