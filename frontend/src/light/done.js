// After sending: one card for each person with receipt number, code and picture.
import { receipts } from "./draft.js";
import { say } from "./words.js";

export function made(name, look, text) {
  const element = document.createElement(name);
  if (look) element.className = look;
  if (text) element.textContent = text;
  return element;
}

function line(list, heading, text) {
  const value = made("dd");
  value.append(made("code", "", text));
  list.append(made("dt", "", heading), value);
}

async function picture(card, { qr, number, code }) {
  try {
    const answer = await fetch(qr, { method: "POST", body: new URLSearchParams({ number, code }), credentials: "same-origin" });
    if (!answer.ok) return;
    const image = made("img", "qr");
    image.alt = say("Scan to look up {number}", { number });
    image.src = URL.createObjectURL(new Blob([await answer.text()], { type: "image/svg+xml" }));
    card.append(image);
  } catch {
    // The number and the code are there; the picture is a convenience.
  }
}

/** So that the look-up page can offer it; of the name only the first sign. */
export function keepReceipt(token, { number, code, name }) {
  receipts.add(token, { number, code, at: Date.now(), name: name ? `${Array.from(name)[0]}*` : "" });
}

const HEADS = { sending: "Sending …", received: "Received", kept: "Saved on this phone", held: "Saved on this phone", refused: "Not accepted" };

export class Done {
  /** `at`: {qr, look, token}. */
  constructor(section, at, retry) {
    this.section = section;
    this.at = at;
    this.retry = retry;
    this.cards = new Map();
  }

  open(people, stored) {
    this.stored = stored;
    this.section.replaceChildren();
    for (const { id, name } of people) {
      const card = made("article", "receipt");
      this.cards.set(id, { card, name });
      this.section.append(card);
      this.show({ id, state: "sending" });
    }
    const again = made("a", "", say("Fill in another")), print = made("button", "", say("Print")), deeds = made("div", "deeds");
    again.href = location.pathname.replace(/\/mine\/correct$/, "");
    print.type = "button";
    print.addEventListener("click", () => window.print());
    deeds.append(print, again);
    this.section.append(deeds);
    this.section.hidden = false;
    this.section.focus();
    scrollTo(0, 0);
  }

  show({ id, state, number, code, text, returned, replaces }) {
    const known = this.cards.get(id);
    if (!known || (known.state === "received" && state !== "received")) return;
    known.state = state;
    const { card, name } = known;
    card.dataset.state = state;
    card.replaceChildren(made("h2", "", `${say(HEADS[state])}${name ? ` · ${name}` : ""}`));
    if (state === "received") this.received(card, { name, number, code, returned, replaces });
    else if (state === "kept") card.append(made("p", "", say("It is sent as soon as there is a network. You may close this page and open it later.")));
    else if (state === "held") card.append(made("p", "", say("Please keep this page open until it is sent.")), this.again());
    else if (state === "refused") card.append(made("p", "", text || ""));
  }

  again() {
    const button = made("button", "quiet", say("Try again"));
    button.type = "button";
    button.addEventListener("click", this.retry);
    return button;
  }

  received(card, { name, number, code, returned, replaces }) {
    const list = made("dl");
    line(list, say("Receipt number"), number);
    if (code) line(list, say("Secret code"), code);
    if (replaces) line(list, say("Replaces receipt"), replaces);
    card.append(list);
    if (returned) card.append(made("p", "", say("Some answers need a second look; a grid worker may call you.")));
    if (!code) return;
    card.append(made("p", "hint", say("Keep number and code, or a picture of this page: with them you can look at your answers and correct them.")));
    const link = made("a", "", say("Open the receipt"));
    link.href = `${this.at.look}#${number}-${code}`;
    card.append(link);
    keepReceipt(this.at.token, { number, code, name });
    picture(card, { qr: this.at.qr, number, code });
  }
}
