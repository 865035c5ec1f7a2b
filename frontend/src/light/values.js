// Values of ODK XPath: a list of nodes, a text, a number or true/false; dates are numbers of days.
// The same rules as gridward/ground/xforms/rules/functions.py; both pass tests/xforms/cases.

export const DAY = 86_400_000;
export const ZONE = 8 * 3_600_000; // the wall clock of the headquarters, whatever the phone's zone
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

export function plain(number) {
  return String(number === 0 ? 0 : number); // never "-0"
}

export function textOf(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return plain(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  return value.length ? value[0].text : "";
}

/** Days since 1970-01-01 of a date or moment; NaN when it is none. */
export function days(text) {
  const found = DATE.exec(text);
  if (!found) return NaN;
  const [, year, month, day, hours = 0, minutes = 0, seconds = 0, part = 0, offset] = found;
  const at = Date.UTC(year, month - 1, day);
  const read = new Date(at);
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== +day || hours > 23 || minutes > 59 || seconds > 59) return NaN;
  let since = at + (hours * 3600 + minutes * 60 + +seconds + +part) * 1000;
  if (offset) {
    const sign = offset[0] === "-" ? -1 : 1;
    const away = offset === "Z" ? 0 : sign * (+offset.slice(1, 3) * 60 + +offset.slice(-2)) * 60_000;
    since += ZONE - away;
  }
  return since / DAY;
}

function partOfDay(text) {
  const found = TIME.exec(text);
  if (!found || found[1] > 23) return NaN;
  return (found[1] * 3600 + found[2] * 60 + +(found[3] || 0)) / 86_400;
}

/** The part of the day of a moment or time; NaN for anything else. */
export function timeOf(text) {
  const part = partOfDay(text.trim());
  return Number.isNaN(part) ? days(text.trim()) % 1 : part;
}

export function numberOf(value) {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const text = textOf(value).trim();
  if (NUMBER.test(text)) return Number(text);
  const day = days(text);
  return Number.isNaN(day) ? partOfDay(text) : day;
}

/** Whether a condition holds; a question without an answer does not. */
export function truthOf(value) {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return !Number.isNaN(value) && value !== 0;
  return textOf(value) !== "";
}

export function iso(number) {
  if (!(number > -719_000 && number < 2_932_000)) return "";
  return new Date(Math.floor(number) * DAY).toISOString().slice(0, 10).padStart(10, "0");
}

const texts = (value) => (Array.isArray(value) ? value.map((node) => node.text) : [value]);

/** Whether two values are equal (`same`) or differ; of node lists, whether any of them does. */
export function equal(left, right, same) {
  const kinds = [typeof left, typeof right];
  if (kinds.includes("boolean")) return (truthOf(left) === truthOf(right)) === same;
  const asNumbers = kinds.includes("number");
  return texts(left).some((a) => texts(right).some((b) => (asNumbers ? numberOf(a) === numberOf(b) : a === b) === same));
}

export function ordered(left, right, deed) {
  return texts(left).some((a) => texts(right).some((b) => deed(numberOf(a), numberOf(b))));
}
