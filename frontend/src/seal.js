// Records that wait on a worker's phone are sealed with AES-GCM. The key comes from the office, one for each post;
// the browser keeps it in a form that no script can read out, and it goes at sign-out or when the post has
// ended: what is left of the queue is then of no use to anybody but the office's own account.
// What this protects against, and what not: docs/explanation/phones.md.
import { database } from "./database.js";

const SILENCE = 14 * 86_400_000; // without a contact for so long a phone counts as lost
const FAREWELL = 7 * 86_400_000; // to send or export what is sealed under a post that has ended
const OPEN = ["id", "state", "at", "tries", "owner", "token", "url", "notBefore", "reason"];

export const canSeal = () => Boolean(globalThis.crypto?.subtle);
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** Takes the keys of the posts that are held now: { name: base64 }. */
export async function takeKeys(owner, given, at) {
  if (!canSeal()) return;
  const fresh = [];
  for (const [name, secret] of Object.entries(given)) {
    const known = await database.keys.get(name);
    const key = known?.key ?? (await crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]));
    fresh.push({ name, owner, key, seen: at });
  }
  const ended = await database.keys.filter(({ name, owner: whose }) => whose === owner && !(name in given)).toArray();
  await database.keys.bulkPut([...fresh, ...ended.map((one) => ({ ...one, ends: one.ends ?? at + FAREWELL }))]);
  if (fresh.length) await seal(owner, fresh[0]);
  const used = new Set((await database.outbox.toArray()).map(({ seal: under }) => under?.name));
  await database.keys.bulkDelete(ended.filter(({ name, ends }) => !used.has(name) || ends < at).map(({ name }) => name));
}

/** Keys of a phone that was not heard of for long go by themselves. */
export async function dropOldKeys(at) {
  const old = await database.keys.filter(({ seen, ends }) => at - seen > SILENCE || ends < at).primaryKeys();
  await database.keys.bulkDelete(old);
}

/** Whether what waits here can be read only for some days more: the post it was entered under has ended. */
export const isEnding = async () => (await database.keys.filter(({ ends }) => Boolean(ends)).count()) > 0;

/** What waits in the clear, or under a post that has ended, is sealed under the present one. */
async function seal(owner, present) {
  const rows = await database.outbox.filter((row) => row.owner === owner && row.seal?.name !== present.name).toArray();
  for (const row of rows) {
    const whole = await opened(row, { parts: true });
    if (whole.locked) continue;
    const again = await sealed(whole, present);
    // Only if it still waits: it may have been sent or taken back meanwhile.
    await database.transaction("rw", database.outbox, async () => (await database.outbox.get(row.id)) && database.outbox.put(again));
  }
}

async function locked(key, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, content: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, content) };
}

const unlocked = (key, { iv, content }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, content);
const text = (value) => new TextEncoder().encode(JSON.stringify(value));
const value = (content) => JSON.parse(new TextDecoder().decode(content));

/** The row of a record: sealed when there is a key of its owner, else as it is. */
export async function sealed(item, present) {
  const key = present ?? (item.owner && canSeal() ? await database.keys.filter(({ owner, ends }) => owner === item.owner && !ends).first() : undefined);
  if (!key) return item;
  const row = Object.fromEntries(OPEN.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
  const head = Object.fromEntries(Object.entries(item).filter(([name]) => !OPEN.includes(name) && name !== "parts" && name !== "seal"));
  const list = item.parts.map(({ name, filename, file }) => ({ name, filename, type: file.type, size: file.size }));
  const contents = await Promise.all(item.parts.map(({ file }) => file.arrayBuffer()));
  const body = await new Blob(contents).arrayBuffer();
  row.seal = { name: key.name, head: await locked(key.key, text(head)), list: await locked(key.key, text(list)), body: await locked(key.key, body) };
  return row;
}

/** The record of a row; `locked` when its key is gone. The parts (XML, pictures) only when they are asked for. */
export async function opened(row, { parts = false } = {}) {
  if (!row?.seal) return row;
  const { name, head, list, body } = row.seal;
  const { seal: _seal, ...open } = row;
  const found = await database.keys.get(name);
  if (!found) return { ...open, title: "", locked: true };
  try {
    const item = { ...open, ...value(await unlocked(found.key, head)) };
    if (!parts) return item;
    const whole = await unlocked(found.key, body);
    let at = 0;
    item.parts = value(await unlocked(found.key, list)).map(({ size, type, ...one }) => {
      const file = new Blob([whole.slice(at, at + size)], { type });
      at += size;
      return { ...one, file };
    });
    return item;
  } catch {
    return { ...open, title: "", locked: true }; // written under another key of this name, or damaged
  }
}
