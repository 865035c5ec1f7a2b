// A question with two answers, in place of window.confirm (which some in-app browsers swallow).
import { say } from "./words.js";

export function ask(question, cause) {
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) return Promise.resolve(window.confirm(question)); // Safari before 15.4
  dialog.className = "ask";
  dialog.setAttribute("aria-label", say("Please confirm"));
  const words = document.createElement("p");
  words.textContent = question;
  const buttons = document.createElement("form");
  buttons.method = "dialog";
  buttons.className = "ask-buttons";
  const grave = cause?.classList.contains("btn-danger");
  for (const [value, text, look] of [["no", say("Cancel"), "btn"], ["yes", say("Confirm"), grave ? "btn btn-danger" : "btn btn-primary"]]) {
    const button = document.createElement("button");
    button.value = value;
    button.className = look;
    button.textContent = text;
    buttons.append(button);
  }
  dialog.append(words, buttons);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      cause?.focus();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
