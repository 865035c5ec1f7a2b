// Every contact with the office: who is signed in, what the rooms say now, which forms there are.
// A snapshot replaces the one before it: what the office took away is gone from the phone.
import { database, wipe } from "../database.js";
import { keptFor } from "../leave.js";
import { outbox } from "../outbox.js";
import { keepPlaces } from "../place/keep.js";
import { forgetPlaces } from "../place/store.js";
import { takeKeys } from "../seal.js";
import { learnTime, now } from "./time.js";

const ADDRESSES = { canvass: "/canvass/day.json", care: "/care/day.json", duty: "/duty/day.json", forms: "/forms/day.json" };
const PATIENCE = 12_000;
const LISTS_EVERY = 600_000; // lists of forms change with every visit; not asked for each minute

export const office = Object.assign(new EventTarget(), { reachable: navigator.onLine, signedIn: true, talking: false });

const tell = () => office.dispatchEvent(new Event("changed"));

/** The content of a snapshot and when the office said so; undefined before the first contact. */
export async function kept(name) {
  return database.kept.get(name);
}

function ask(address, headers = {}) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), PATIENCE);
  const given = { Accept: "application/json", ...headers };
  return fetch(address, { headers: given, cache: "no-store", redirect: "manual", credentials: "same-origin", signal: stop.signal });
}

/** Who is signed in, by the office's own word; undefined when it cannot be reached or asks for the password. */
async function introduced() {
  const answer = await ask("/phone/me.json");
  if (answer.status === 401 || answer.type === "opaqueredirect") {
    office.signedIn = false;
    outbox.wantsSignIn(true);
    return undefined;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const me = await answer.json();
  const before = await kept("me");
  if (before && before.owner !== me.owner) await Promise.all([wipe(), forgetPlaces()]); // another account: nothing of the last one stays
  learnTime(Date.parse(me.now));
  const { keys, ...told } = me; // never kept as they came
  await takeKeys(me.owner, keys ?? {}, now());
  await database.kept.put({ name: "me", owner: me.owner, at: now(), data: told });
  document.body.dataset.owner = me.owner;
  keptFor(me.owner);
  office.signedIn = true;
  outbox.wantsSignIn(false);
  keepPlaces();
  return me;
}

/** For the outbox: may the records of this phone's owner be sent in the session that is open now? */
export async function maySend() {
  try {
    const owner = document.body.dataset.owner;
    const me = await introduced();
    office.reachable = true;
    return Boolean(me) && me.owner === owner;
  } catch {
    office.reachable = false;
    return false;
  } finally {
    tell();
  }
}

async function refreshed(name, owner) {
  const before = await kept(name);
  const known = before?.owner === owner ? before : undefined;
  const answer = await ask(ADDRESSES[name], known?.etag ? { "If-None-Match": known.etag } : {});
  if (answer.status === 304 && known) return database.kept.update(name, { at: now() });
  if (answer.status === 403 || answer.status === 404) return database.kept.delete(name);
  if (!answer.ok) throw new Error(String(answer.status));
  return database.kept.put({ name, owner, etag: answer.headers.get("ETag") ?? "", at: now(), data: await answer.json() });
}

/** Receipts of doors that are no longer one's own go with the doors. */
async function forgetForeign(paths) {
  const foreign = await database.sent.filter(({ about }) => about?.path && !paths.some((own) => about.path.startsWith(own))).primaryKeys();
  await database.sent.bulkDelete(foreign);
}

async function fetched(form, owner) {
  const before = await database.forms.get(form.form);
  const fresh = !before || before.hash !== form.hash || before.owner !== owner;
  if (!fresh && now() - before.at < LISTS_EVERY) return;
  let xml = before?.xml;
  if (fresh) {
    const answer = await ask(form.xml);
    if (!answer.ok) throw new Error(String(answer.status));
    xml = await answer.text();
  }
  const files = fresh ? {} : before.files;
  const names = new Set([...xml.matchAll(/jr:\/\/(?:file|file-csv|images|audio|video)\/([^"'<\s]+)/g)].map((found) => found[1]));
  for (const name of names) {
    const old = files[name];
    const answer = await ask(form.media + encodeURIComponent(name), { Accept: "application/json, */*", ...(old?.etag ? { "If-None-Match": old.etag } : {}) });
    if (answer.ok) files[name] = { etag: answer.headers.get("ETag") ?? "", blob: await answer.blob() };
    else if (answer.status !== 304) delete files[name];
  }
  await database.forms.put({ ...form, owner, xml, files, at: now() });
}

async function forms(owner) {
  const listed = (await kept("forms"))?.data.forms ?? [];
  const names = listed.map((one) => one.form);
  await database.forms.filter((one) => !names.includes(one.form) || one.owner !== owner).delete();
  for (const form of listed) await fetched(form, owner);
}

/** One contact; the pages are told when something may have changed. */
export async function contact() {
  if (office.talking) return;
  office.talking = true;
  try {
    const me = await introduced();
    office.reachable = true;
    if (!me) return;
    for (const name of Object.keys(ADDRESSES)) {
      if (me.rooms.includes(name)) await refreshed(name, me.owner);
      else await database.kept.delete(name);
    }
    await forgetForeign(me.paths);
    tell();
    await forms(me.owner);
  } catch (wrong) {
    // A number is an answer of a server that has trouble; anything else is no answer.
    office.reachable = /^\d+$/.test(wrong.message);
  } finally {
    office.talking = false;
    tell();
  }
}
