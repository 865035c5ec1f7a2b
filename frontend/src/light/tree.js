// The answers as a tree, as the form's instance has it. Small on purpose: no DOM, so that Node runs it too.

export class Node {
  constructor(name, up = null) {
    this.name = name;
    this.up = up;
    this.kids = [];
    this.value = "";
    this.off = false; // does not apply by its own condition
  }

  get hidden() {
    for (let node = this; node; node = node.up) if (node.off) return true;
    return false;
  }

  /** What expressions see: answers that do not apply are empty. */
  get text() {
    if (this.kids.length) return this.kids.map((kid) => kid.text).join("");
    return this.hidden ? "" : this.value;
  }

  get path() {
    return `${this.up && this.up.name ? this.up.path : ""}/${this.name}`;
  }

  rows() {
    return this.up ? this.up.kids.filter((kid) => kid.name === this.name) : [this];
  }

  /** The way to this node with row numbers: the same for the same place, whatever stands there. */
  get key() {
    if (!this.up || !this.up.name) return `/${this.name}`;
    const rows = this.rows();
    return `${this.up.key}/${this.name}${rows.length > 1 || this.repeated ? `[${rows.indexOf(this) + 1}]` : ""}`;
  }
}

/** `shape`: [name, text] or [name, [shapes]]. Rows of a repeat carry a mark. */
export function grown(shape, up, repeats = {}) {
  const node = new Node(shape[0], up);
  node.repeated = node.path in repeats;
  if (Array.isArray(shape[1])) node.kids = shape[1].map((kid) => grown(kid, node, repeats));
  else node.value = shape[1] || "";
  return node;
}

export function shapeAt(shape, path) {
  let here = shape;
  for (const step of path.split("/").slice(2)) here = here && here[1].find((kid) => kid[0] === step);
  return here;
}

/** {question: text, group: {...}, repeat: [{...}]}: what the draft keeps. */
export function told(node) {
  const found = {};
  for (const kid of node.kids) {
    if (kid.name === "meta") continue;
    const value = kid.kids.length ? told(kid) : kid.value;
    if (kid.repeated) (found[kid.name] = found[kid.name] || []).push(value);
    else found[kid.name] = value;
  }
  return found;
}

/** Put what `told` gave back; what the form no longer asks is left out. `rows(node, name, n)` makes rows. */
export function filled(node, values, rows) {
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) rows(node, name, value.length).forEach((row, n) => filled(row, value[n] || {}, rows));
    const kid = node.kids.find((each) => each.name === name);
    if (!kid || kid.repeated || value === null) continue;
    if (kid.kids.length && typeof value === "object") filled(kid, value, rows);
    else if (!kid.kids.length && typeof value !== "object") kid.value = String(value);
  }
}

// Control characters have no place in XML.
const escaped = (text) => text
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
  .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** The submission; questions that do not apply are left out as OpenRosa says. */
export function xmlOf(root, { id, version, instance, deprecated }) {
  const inner = (node) => node.kids.map((kid) => {
    if (kid.name === "meta" || kid.off) return "";
    return `<${kid.name}>${kid.kids.length ? inner(kid) : escaped(kid.value)}</${kid.name}>`;
  }).join("");
  const attribute = (text) => escaped(text).replace(/"/g, "&quot;");
  const earlier = deprecated ? `<orx:deprecatedID>${escaped(deprecated)}</orx:deprecatedID>` : "";
  return `<?xml version="1.0" encoding="UTF-8"?><${root.name} id="${attribute(id)}" version="${attribute(version)}" xmlns:orx="http://openrosa.org/xforms">`
    + `${inner(root)}<orx:meta><orx:instanceID>${escaped(instance)}</orx:instanceID>${earlier}</orx:meta></${root.name}>`;
}
