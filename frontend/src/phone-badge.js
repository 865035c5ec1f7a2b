// How much is unsent, in the bar of a phone page.
import { unsent } from "./unsent.js";

class OutboxBadge extends HTMLElement {
  connectedCallback() {
    unsent.watch((text) => {
      this.hidden = !text;
      this.textContent = text;
    });
  }
}
customElements.define("gw-outbox-badge", OutboxBadge);
