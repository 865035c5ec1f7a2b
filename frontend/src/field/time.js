// What time it is: phones' clocks are often wrong, and the time of a visit is a fact that is kept. At every
// contact the office tells its time; a difference that matters is added to the clock of the phone.
import { say } from "../words.js";

const KEY = "gridward-clock";
const MATTERS = 90_000;

export function learnTime(office) {
  const off = office - Date.now();
  try {
    localStorage.setItem(KEY, String(Math.abs(off) > MATTERS ? off : 0));
  } catch {
    // Without storage the phone's own clock has to do.
  }
}

export function now() {
  return Date.now() + (Number(localStorage.getItem(KEY)) || 0);
}

const two = (number) => String(number).padStart(2, "0");

/** 08:10 today, 11-21 08:10 on other days. */
export function clock(at) {
  const then = new Date(at);
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  return then.toDateString() === new Date(now()).toDateString() ? time : `${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`;
}

/** How long ago, in the largest unit that says enough; nothing below five minutes. */
export function ago(at) {
  const minutes = Math.floor((now() - at) / 60_000);
  if (minutes < 5) return "";
  if (minutes < 60) return say("{n} min ago", { n: minutes });
  return minutes < 2880 ? say("{n} h ago", { n: Math.floor(minutes / 60) }) : say("{n} days ago", { n: Math.floor(minutes / 1440) });
}

/** Morning before 12, afternoon before 18, evening after: as the office counts the parts of a day. */
export function partOfDay(at = now()) {
  const hour = new Date(at).getHours();
  return hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

export function today(at = now()) {
  const day = new Date(at);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
