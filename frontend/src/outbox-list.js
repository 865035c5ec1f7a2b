// What is not yet with the office, as a list under the form: send now, send again, save as file, discard.
import { ask } from "./ask.js";
import { outbox } from "./outbox.js";
import { say } from "./words.js";

function element(name, look, text) {
  const made = document.createElement(name);
  if (look) made.className = look;
  if (text) made.textContent = text;
  return made;
}

function button(text, look, deed) {
  const made = element("button", `btn btn-sm ${look}`, text);
  made.type = "button";
  made.addEventListener("click", deed);
  return made;
}

async function save({ id }) {
  const item = await outbox.whole(id);
  if (!item || item.locked) return;
  const xml = item.parts.find((part) => part.name === "xml_submission_file");
  const link = element("a");
  link.href = URL.createObjectURL(xml.file);
  link.download = `${item.id.replace(/[^\w-]/g, "")}.xml`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function row(item) {
  const refused = item.state === "refused";
  const made = element("li", `outbox-item${refused ? " is-refused" : ""}`);
  const words = element("div");
  words.append(element("b", "", item.title), element("small", "", new Date(item.at).toLocaleString(document.documentElement.lang)));
  const state = refused ? `${say("refused")}: ${item.reason}` : say(outbox.isMine(item) ? "waiting" : "entered under another account");
  words.append(element("small", refused ? "text-danger" : "", state));
  const buttons = element("div", "btn-list");
  if (refused) {
    buttons.append(button(say("Send again"), "", () => outbox.again(item.id)));
    buttons.append(button(say("Save as file"), "", () => save(item)));
    buttons.append(button(say("Discard"), "btn-ghost-danger", async (event) => {
      if (await ask(say("Discard this record? It was never received by the office."), event.target)) await outbox.discard(item.id);
    }));
  } else {
    buttons.append(button(say("Save as file"), "btn-ghost-secondary", () => save(item)));
  }
  made.append(words, buttons);
  return made;
}

export class OutboxList extends HTMLElement {
  connectedCallback() {
    outbox.addEventListener("changed", () => this.draw());
    this.draw();
  }

  async draw() {
    const items = await outbox.items();
    this.hidden = !items.length;
    if (!items.length) return this.replaceChildren();
    const card = element("section", "card outbox");
    const head = element("div", "card-header");
    head.append(element("h2", "card-title", `${say("Not yet sent")} · ${items.length}`));
    head.append(button(say("Send now"), "btn-primary ms-auto", () => outbox.flush()));
    const list = element("ul", "list-unstyled mb-0");
    list.append(...items.map(row));
    card.append(head, element("p", "text-secondary px-3 pt-2 mb-2", say("Kept on this phone; sent as soon as there is a network.")), list);
    this.replaceChildren(card);
  }
}
customElements.define("gw-outbox", OutboxList);
