// Expressions of the form as the server has read them (rules/xpath/grammar.py: arrays), made into functions
// of {node, current, position, size, form}.
import { FUNCTIONS, WITH_CONTEXT } from "./functions.js";
import { equal, numberOf, ordered, truthOf } from "./values.js";

const all = (node) => node.kids.reduce((found, kid) => found.concat(kid, all(kid)), []);
const AXES = {
  child: (node) => node.kids,
  parent: (node) => (node.up ? [node.up] : []),
  self: (node) => [node],
  ancestor: (node) => (node.up ? [node.up].concat(AXES.ancestor(node.up)) : []),
  "ancestor-or-self": (node) => [node].concat(AXES.ancestor(node)),
  descendant: all,
  "descendant-or-self": (node) => [node].concat(all(node)),
  "preceding-sibling": (node) => (node.up ? node.up.kids.slice(0, node.up.kids.indexOf(node)).reverse() : []),
  "following-sibling": (node) => (node.up ? node.up.kids.slice(node.up.kids.indexOf(node) + 1) : []),
};
const REVERSE = ["ancestor", "ancestor-or-self", "preceding-sibling"];
const top = (node) => (node.up ? top(node.up) : node);
const nodes = (value) => (Array.isArray(value) ? value : []);

function kept(found, conditions, ctx) {
  for (const condition of conditions) {
    const size = found.length;
    found = found.filter((node, n) => {
      const value = condition({ ...ctx, node, position: n + 1, size });
      return typeof value === "number" ? value === n + 1 : truthOf(value);
    });
  }
  return found;
}

function step([axis, test, ...predicates]) {
  const walk = AXES[axis], conditions = predicates.map(compile);
  if (!walk) throw new SyntaxError(`${axis}:: is not known`);
  if (test === "text()") return (start) => start.filter((node) => !node.kids.length && node.text); // it speaks for its text
  const fits = (node) => test === "node()" || (test === "*" ? !!node.name : node.name === test);
  return (start, ctx) => {
    const seen = new Set();
    for (const node of start) {
      const found = kept(walk(node).filter(fits), conditions, ctx);
      for (const each of REVERSE.includes(axis) ? found.reverse() : found) seen.add(each);
    }
    return [...seen];
  };
}

const STARTS = { here: ({ node }) => [node], current: ({ current }) => [current], root: ({ form }) => [form.top] };
const start = (from) => STARTS[from] || compile(from);

const SPECIAL = {
  text: (value) => () => value,
  current: () => STARTS.current,
  neg(inner) {
    const value = compile(inner);
    return (ctx) => -numberOf(value(ctx));
  },
  path(from, ...given) {
    const begin = start(from), steps = given.map(step);
    return (ctx) => steps.reduce((found, one) => one(found, ctx), nodes(begin(ctx)));
  },
  filter(from, ...predicates) {
    const begin = start(from), conditions = predicates.map(compile);
    return (ctx) => kept(nodes(begin(ctx)), conditions, ctx);
  },
  call(name, ...given) {
    const values = given.map(compile), deed = FUNCTIONS[name], inContext = WITH_CONTEXT[name];
    if (!deed && !inContext) throw new SyntaxError(`${name}() is not known`);
    return inContext ? (ctx) => inContext(ctx, ...values.map((value) => value(ctx))) : (ctx) => deed(...values.map((value) => value(ctx)));
  },
  if(condition, yes, no) {
    const [asked, one, other] = [condition, yes, no].map(compile);
    return (ctx) => (truthOf(asked(ctx)) ? one(ctx) : other(ctx));
  },
  and: (a, b) => both(a, b, (x, y, ctx) => truthOf(x(ctx)) && truthOf(y(ctx))),
  or: (a, b) => both(a, b, (x, y, ctx) => truthOf(x(ctx)) || truthOf(y(ctx))),
  "|": (a, b) => both(a, b, (x, y, ctx) => {
    const found = new Set([...nodes(x(ctx)), ...nodes(y(ctx))]);
    return found.size ? all(top([...found][0])).filter((node) => found.has(node)) : [];
  }),
  "=": (a, b) => both(a, b, (x, y, ctx) => equal(x(ctx), y(ctx), true)),
  "!=": (a, b) => both(a, b, (x, y, ctx) => equal(x(ctx), y(ctx), false)),
};

function both(left, right, deed) {
  const x = compile(left), y = compile(right);
  return (ctx) => deed(x, y, ctx);
}

const ORDER = { "<": (x, y) => x < y, "<=": (x, y) => x <= y, ">": (x, y) => x > y, ">=": (x, y) => x >= y };
const SUMS = { "+": (x, y) => x + y, "-": (x, y) => x - y, "*": (x, y) => x * y, div: (x, y) => x / y, mod: (x, y) => x % y };
for (const [sign, deed] of Object.entries(ORDER)) SPECIAL[sign] = (a, b) => both(a, b, (x, y, ctx) => ordered(x(ctx), y(ctx), deed));
for (const [sign, deed] of Object.entries(SUMS)) SPECIAL[sign] = (a, b) => both(a, b, (x, y, ctx) => deed(numberOf(x(ctx)), numberOf(y(ctx))));

/** A function of the context. Throws SyntaxError for what this page does not know. */
export function compile(tree) {
  if (!Array.isArray(tree)) return () => tree;
  const [kind, ...parts] = tree;
  if (kind === "call" && parts[0] === "if") return SPECIAL.if(...parts.slice(1));
  if (!(kind in SPECIAL)) throw new SyntaxError(`${kind} is not known`);
  return SPECIAL[kind](...parts);
}
