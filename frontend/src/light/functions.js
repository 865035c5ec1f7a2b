// The functions of ODK XPath that the light page knows; rules/light.py on the server has their names.
import { ZONE, days, iso, numberOf, textOf, timeOf, truthOf } from "./values.js";

const texts = (values) => values.reduce((all, value) => all.concat(Array.isArray(value) ? value.map((node) => node.text) : textOf(value)), []);
const numbers = (values) => texts(values).filter((text) => text.trim() !== "").map(numberOf);
const items = (value) => textOf(value).split(/\s+/).filter(Boolean);
const nodes = (value) => (Array.isArray(value) ? value : []);
const two = (number) => String(number).padStart(2, "0");
const maths = (deed) => (...values) => {
  const found = deed(...values.map(numberOf));
  return Number.isFinite(found) ? found : NaN;
};

function moment(value) {
  const number = numberOf(value);
  return number > -719_000 && number < 2_932_000 ? new Date(Math.round(number * 86_400_000)) : null;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function formatted(value, pattern) {
  const at = moment(value);
  if (!at) return "";
  const signs = {
    Y: String(at.getUTCFullYear()).padStart(4, "0"), y: two(at.getUTCFullYear() % 100), m: two(at.getUTCMonth() + 1), n: at.getUTCMonth() + 1,
    b: MONTHS[at.getUTCMonth()], d: two(at.getUTCDate()), e: at.getUTCDate(), H: two(at.getUTCHours()), h: at.getUTCHours(),
    M: two(at.getUTCMinutes()), S: two(at.getUTCSeconds()), 3: String(at.getUTCMilliseconds()).padStart(3, "0"), a: WEEKDAYS[at.getUTCDay()],
  };
  return textOf(pattern).replace(/%(.)/g, (whole, sign) => (sign in signs ? String(signs[sign]) : whole));
}

/** Characters, not UTF-16 halves: a rare hanzi counts as one, as on the server. */
const signs = (value) => Array.from(textOf(value));

function substr(value, start, end) {
  const all = signs(value), first = numberOf(start), last = end === undefined ? all.length : numberOf(end);
  if (Number.isNaN(first) || Number.isNaN(last)) return "";
  return all.slice(Math.trunc(first), Math.trunc(last)).join("");
}

function substring(value, start, length) {
  const first = Math.floor(numberOf(start) + 0.5), end = length === undefined ? Infinity : first + Math.floor(numberOf(length) + 0.5);
  return signs(value).filter((_sign, n) => n + 1 >= first && n + 1 < end).join("");
}

function regex(value, pattern) {
  const source = textOf(pattern);
  let read;
  try {
    read = new RegExp(source, "u");
  } catch {
    read = new RegExp(source);
  }
  return read.test(textOf(value));
}

function round(value, places = 0) {
  const number = numberOf(value), digits = numberOf(places);
  if (!Number.isFinite(number) || Number.isNaN(digits)) return Math.abs(number) === Infinity ? number : NaN;
  const scale = 10 ** Math.max(-15, Math.min(15, Math.trunc(digits))), product = number * scale;
  // Halves as they are written: 1.005 is 1.00499… in the machine.
  return Math.floor((Math.abs(product) < 1e15 ? Number(product.toFixed(9)) : product) + 0.5) / scale;
}

function date(value) {
  if (typeof value === "number") return iso(value);
  const text = textOf(value).trim();
  return Number.isNaN(days(text)) ? iso(numberOf(text)) : text.slice(0, 10);
}

function dateTime(value) {
  const text = textOf(value).trim(), at = moment(value);
  if (typeof value !== "number" && !Number.isNaN(days(text))) return text;
  if (!at) return "";
  return at.getUTCMilliseconds() ? `${at.toISOString().slice(0, 23)}000` : at.toISOString().slice(0, 19);
}

const within = (least, most, number) => (numberOf(least) < 0 || number >= numberOf(least)) && (numberOf(most) < 0 || number <= numberOf(most));
const yes = (text) => numberOf(text) > 0 || text.trim() === "true";

const isIn = (node, row) => !row || (!!node && (node === row || isIn(node.up, row)));

function indexedRepeat(question, ...pairs) {
  let row = null;
  for (let n = 0; n + 1 < pairs.length; n += 2) {
    row = nodes(pairs[n]).filter((one) => isIn(one, row))[Math.trunc(numberOf(pairs[n + 1])) - 1];
    if (!row) return [];
  }
  return nodes(question).filter((node) => isIn(node, row));
}

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const signsOf = (length) => Array.from(crypto.getRandomValues(new Uint8Array(Math.min(length, 1000))), (byte) => SIGNS[byte % SIGNS.length]).join("");

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID needs https
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const wall = (at) => new Date(at + ZONE).toISOString();
const extreme = (choose) => (...values) => (numbers(values).length ? choose(...numbers(values)) : NaN);

/** Called with the context first: {node, current, position, size, form}. */
export const WITH_CONTEXT = {
  current: ({ current }) => [current],
  today: ({ form }) => wall(form.now()).slice(0, 10),
  now: ({ form }) => `${wall(form.now()).slice(0, 23)}+08:00`,
  once: ({ node }, value) => node.text || textOf(value),
  instance: ({ form }, name) => form.list(textOf(name)),
  pulldata({ form }, name, column, key, wanted) {
    const [list] = form.list(textOf(name));
    const child = (item, called) => (item.kids.find((kid) => kid.name === called) || { text: "" }).text;
    const rows = list ? list.kids.reduce((all, kid) => all.concat(kid.kids), []) : [];
    const found = rows.find((item) => child(item, textOf(key)) === textOf(wanted));
    return found ? child(found, textOf(column)) : "";
  },
  "jr:choice-name": ({ form }, value, question) => form.choiceName(textOf(question).trim().split("/").pop(), textOf(value)),
  position({ position }, of) {
    if (of === undefined) return position;
    return nodes(of).length ? nodes(of)[0].rows().indexOf(nodes(of)[0]) + 1 : NaN;
  },
  last: ({ size }) => size,
  version: ({ form }) => form.program.version,
  name: ({ node }, of) => (of === undefined ? node.name : (nodes(of)[0] || { name: "" }).name),
  string: ({ node }, value) => textOf(value === undefined ? [node] : value),
  "string-length": ({ node }, value) => signs(value === undefined ? [node] : value).length,
  "normalize-space": ({ node }, value) => textOf(value === undefined ? [node] : value).replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, ""),
  number: ({ node }, value) => numberOf(value === undefined ? [node] : value),
};
WITH_CONTEXT["local-name"] = WITH_CONTEXT.name;

export const FUNCTIONS = {
  true: () => true, false: () => false, boolean: truthOf, not: (value) => !truthOf(value),
  "boolean-from-string": (value) => ["1", "true"].includes(textOf(value)),
  int: (value) => (Number.isFinite(numberOf(value)) ? Math.trunc(numberOf(value)) : numberOf(value)), round,
  count: (value) => (Array.isArray(value) ? value.length : NaN), sum: (...values) => numbers(values).reduce((a, b) => a + b, 0),
  min: extreme(Math.min), max: extreme(Math.max), "count-non-empty": (...values) => texts(values).filter(Boolean).length,
  selected: (value, choice) => items(value).includes(textOf(choice).trim()),
  "is-selected": (value, choice) => items(value).includes(textOf(choice).trim()),
  "selected-at": (value, at) => items(value)[Math.trunc(numberOf(at))] || "", "count-selected": (value) => items(value).length,
  if: () => "", coalesce: (...values) => values.map(textOf).find(Boolean) || "",
  concat: (...values) => texts(values).join(""), join: (between, ...values) => texts(values).join(textOf(between)),
  contains: (text, part) => textOf(text).includes(textOf(part)), "starts-with": (text, part) => textOf(text).startsWith(textOf(part)),
  "ends-with": (text, part) => textOf(text).endsWith(textOf(part)), regex, substr, substring,
  "substring-before": (text, part) => (textOf(text).includes(textOf(part)) ? textOf(text).slice(0, textOf(text).indexOf(textOf(part))) : ""),
  "substring-after": (text, part) => (textOf(text).includes(textOf(part)) ? textOf(text).slice(textOf(text).indexOf(textOf(part)) + textOf(part).length) : ""),
  translate: (text, from, to) => signs(text).map((sign) => {
    const at = signs(from).indexOf(sign);
    return at < 0 ? sign : (signs(to)[at] || "");
  }).join(""),
  date, "date-time": dateTime, time: textOf, "format-date": formatted, "format-date-time": formatted, "decimal-date-time": numberOf,
  "decimal-time": (value) => timeOf(textOf(value)), "indexed-repeat": indexedRepeat, uuid: (length) => (numberOf(length === undefined ? 0 : length) > 0 ? signsOf(numberOf(length)) : uuid()), random: Math.random, pi: () => Math.PI,
  abs: (value) => Math.abs(numberOf(value)), floor: maths(Math.floor), ceiling: maths(Math.ceil), sqrt: maths(Math.sqrt), exp: maths(Math.exp), exp10: maths((x) => 10 ** x),
  log: (value) => Math.log(numberOf(value)), log10: (value) => Math.log10(numberOf(value)), sin: maths(Math.sin), cos: maths(Math.cos), tan: maths(Math.tan), asin: maths(Math.asin),
  acos: maths(Math.acos), atan: maths(Math.atan), atan2: maths(Math.atan2), pow: maths((x, y) => x ** y),
  checklist: (least, most, ...values) => within(least, most, texts(values).filter(yes).length),
  "weighted-checklist"(least, most, ...pairs) {
    const told = pairs.map(textOf);
    return within(least, most, told.reduce((sum, text, n) => (n % 2 === 0 && yes(text) ? sum + numberOf(told[n + 1]) : sum), 0));
  },
};
