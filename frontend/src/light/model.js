// The form as it is being filled: which questions apply, what is computed, what is wrong.
import { uuid } from "./functions.js";
import { filled, grown, Node, shapeAt, told, xmlOf } from "./tree.js";
import { days, numberOf, textOf, truthOf } from "./values.js";
import { compile } from "./xpath.js";

const MOST = 200; // rows that a form may count out
const ROUNDS = 20; // forms settle in two or three; one that never does must not freeze the phone
const FRESH = ["now", "random", "uuid"]; // computed once, else it would never settle
const NOW = ["call", "now"], TODAY = ["call", "today"];
const SHAPES = {
  int: /^[+-]?\d{1,18}$/, integer: /^[+-]?\d{1,18}$/, decimal: /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$/,
  date: (text) => !Number.isNaN(days(text)), dateTime: (text) => !Number.isNaN(days(text)), time: /^\d{2}:\d{2}/,
};

export class Model {
  /** `program`: see queries/light.py. `now`: milliseconds. */
  constructor(program, now = Date.now) {
    this.program = program;
    this.now = now;
    this.repeats = Object.keys(program.repeats);
    this.lists = {};
    this.compiled = new Map();
    this.binds = program.binds.map(([path, rules]) => ({ path, ...rules }));
    this.empty();
  }

  empty() {
    this.top = new Node("");
    this.root = grown(this.program.shape, this.top, this.program.repeats);
    this.top.kids = [this.root];
    this.files = new Map();
    for (const bind of this.binds.filter((one) => one.p)) {
      const [kind, what] = bind.p.split(":");
      for (const node of this.nodes(bind.path)) {
        if (kind === "timestamp" && what === "start") node.value = this.value(NOW, node);
        else if (kind === "date") node.value = this.value(TODAY, node);
        else if (kind === "uid" && !bind.path.endsWith("/meta/instanceID")) node.value = `uuid:${uuid()}`;
      }
    }
    this.set("odk-instance-first-load", this.top);
    this.settle();
  }

  value(tree, node, otherwise = "") {
    try {
      return textOf(this.run(tree, node));
    } catch {
      return otherwise;
    }
  }

  /** `tree`: an expression as the server has read it. Throws SyntaxError for what is not known. */
  run(tree, node) {
    if (!this.compiled.has(tree)) this.compiled.set(tree, compile(tree));
    return this.compiled.get(tree)({ node, current: node, position: 1, size: 1, form: this });
  }

  holds(tree, node, otherwise) {
    try {
      return truthOf(this.run(tree, node));
    } catch {
      return otherwise;
    }
  }

  /** All nodes at an absolute path, in every row. */
  nodes(path) {
    let here = [this.top];
    for (const step of path.split("/").slice(1)) {
      const name = step.split(":").pop();
      here = here.reduce((all, node) => all.concat(node.kids.filter((kid) => kid.name === name)), []);
    }
    return here;
  }

  list(id) {
    if (!(id in this.lists)) {
      const given = this.program.lists[id];
      if (!given) throw new SyntaxError(`the list ${id} is not known`);
      const root = new Node("root", new Node("instance"));
      root.up.kids = [root];
      root.kids = given.rows.map((row) => grown(["item", given.columns.map((column, n) => [column, row[n]])], root));
      this.lists[id] = [root.up];
    }
    return this.lists[id];
  }

  choiceName(question, value) {
    return (this.program.names[question] || {})[value] || value;
  }

  /** The choices of a question whose list depends on answers: [[value, words]]. */
  choices(path, node) {
    const { items, at } = this.program.choices[path];
    const child = (item, name) => (item.kids.find((kid) => kid.name === name) || { text: "" }).text;
    try {
      return this.run(items, node).map((item) => [child(item, at), child(item, "gw-label")]);
    } catch {
      return [];
    }
  }

  set(event, under) {
    for (const [when, path, tree, question] of this.program.sets) {
      if (!when.split(" ").includes(event) || (event === "xforms-value-changed" && under.path !== question)) continue;
      for (const node of this.nodes(path)) if (event !== "odk-new-repeat" || this.within(node, under)) node.value = tree === null ? "" : this.value(tree, node);
    }
  }

  within(node, above) {
    for (let up = node; up; up = up.up) if (up === above) return true;
    return false;
  }

  answer(node, text) {
    if (node.value === text) return;
    node.value = text;
    this.set("xforms-value-changed", node);
    this.settle();
  }

  rowsOf(path, parent) {
    return parent.kids.filter((kid) => kid.name === path.split("/").pop());
  }

  addRow(like) {
    const made = this.insert(like.path, like.up);
    this.settle();
    return made;
  }

  /** A row behind the last one, or where the first one belongs. */
  insert(path, parent) {
    const made = grown(shapeAt(this.program.shape, path), parent, this.program.repeats);
    const order = shapeAt(this.program.shape, parent.path)[1].map((kid) => kid[0]), place = order.indexOf(made.name);
    const next = parent.kids.findIndex((kid) => order.indexOf(kid.name) > place);
    parent.kids.splice(next < 0 ? parent.kids.length : next, 0, made);
    this.set("odk-new-repeat", made);
    return made;
  }

  /** As many rows as the form counts. */
  counted() {
    let any = false;
    for (const path of this.repeats) {
      const count = this.program.repeats[path];
      if (!count) continue;
      for (const parent of this.nodes(path.slice(0, path.lastIndexOf("/")))) {
        const rows = this.rowsOf(path, parent), wanted = Math.max(0, Math.min(MOST, Math.trunc(numberOf(this.value(count, rows[0] || parent))) || 0));
        any = any || rows.length !== wanted;
        for (let n = rows.length; n < wanted; n += 1) this.insert(path, parent);
        parent.kids = parent.kids.filter((kid) => !rows.slice(wanted).includes(kid));
      }
    }
    return any;
  }

  dropRow(row) {
    row.up.kids.splice(row.up.kids.indexOf(row), 1);
    this.settle();
  }

  settle() {
    for (let round = 0; round < ROUNDS; round += 1) if (!this.changed()) return;
  }

  changed() {
    let any = this.counted();
    for (const bind of this.binds) {
      if (!bind.r && !bind.k) continue;
      for (const node of this.nodes(bind.path)) {
        if (bind.r) {
          const off = !this.holds(bind.r, node, true);
          any = any || off !== node.off;
          node.off = off;
        }
        if (bind.k && !node.hidden) any = this.computed(bind, node) || any;
      }
    }
    return any;
  }

  computed(bind, node) {
    if (node.value && FRESH.some((name) => JSON.stringify(bind.k).includes(`"call","${name}"`))) return false;
    const value = this.value(bind.k, node, node.value);
    if (value === node.value) return false;
    node.value = value;
    return true;
  }

  bindOf(path) {
    this.byPath = this.byPath || new Map(this.binds.map((bind) => [bind.path, bind]));
    return this.byPath.get(path) || {};
  }

  required(node) {
    const { q } = this.bindOf(node.path);
    return !!q && this.holds(q, node, false);
  }

  /** What is wrong with one answer: "", "required", "type" or "constraint". */
  flaw(node) {
    if (node.hidden || node.kids.length) return "";
    const { t, c } = this.bindOf(node.path);
    const text = node.value.trim();
    if (!text) return this.required(node) ? "required" : "";
    const shape = SHAPES[t];
    if (shape && !(typeof shape === "function" ? shape(text) : shape.test(text))) return "type";
    return c && !this.holds(c, node, true) ? "constraint" : "";
  }

  told() {
    return told(this.root);
  }

  filled(values) {
    filled(this.root, values, (parent, name, wanted) => {
      const path = `${parent.path}/${name}`;
      if (!this.repeats.includes(path)) return [];
      while (this.rowsOf(path, parent).length < wanted) this.insert(path, parent);
      return this.rowsOf(path, parent);
    });
    this.settle();
  }

  /** The submission as it is now; `end` is stamped. */
  xml({ instance, deprecated = "" }) {
    for (const bind of this.binds.filter((one) => one.p === "timestamp:end")) {
      for (const node of this.nodes(bind.path)) node.value = this.value(NOW, node);
    }
    return xmlOf(this.root, { id: this.program.id, version: this.program.version, instance, deprecated });
  }
}
