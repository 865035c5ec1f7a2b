// Where a picker gets its lines from: the server, and without a network what this device keeps.
import { places } from "./store.js";

const PATIENCE = 2500; // ms until the device answers by itself

/** `public`: a page of residents, who have no account. `file`: address of the county's file, or "". */
export class Source {
  constructor({ suggest, tree, file, near }) {
    Object.assign(this, { suggest, tree, file, near });
  }

  async ask(address, values) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(address, window.location);
    for (const [name, value] of Object.entries(values)) if (value) url.searchParams.set(name, value);
    const patience = this.file ? setTimeout(() => this.asking.abort("slow"), PATIENCE) : 0;
    try {
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      return await answer.json();
    } finally {
      clearTimeout(patience);
    }
  }

  /** The lines for what was typed; null when a later key has overtaken this one. */
  async search(text, under = "") {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const kept = this.file && (await places(this.file));
    if (navigator.onLine === false && kept) return this.mine(turn, kept.search(text, { near: this.near, under }));
    try {
      const { results } = await this.ask(this.suggest, { q: text, near: this.near, under });
      return this.mine(turn, results);
    } catch {
      return this.mine(turn, kept ? kept.search(text, { near: this.near, under }) : undefined);
    }
  }

  mine(turn, results) {
    return turn === this.turn ? results : null;
  }

  /** `{way, results}` of what lies below a code; undefined when it cannot be had. */
  async below(under) {
    this.turn = (this.turn ?? 0) + 1;
    try {
      return await this.ask(this.tree, { under, near: this.near });
    } catch {
      const kept = this.file && (await places(this.file));
      return (kept && kept.below(under, this.near)) || undefined;
    }
  }
}
