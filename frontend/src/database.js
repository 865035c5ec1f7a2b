// The browser's own database: records that are not yet with the office, and what a worker's phone keeps.
import Dexie from "dexie";

export const database = new Dexie("gridward");
database.version(1).stores({ outbox: "id, state, at" });
database.version(2).stores({
  outbox: "id, state, at", // submissions waiting or refused
  kept: "name", // snapshots of the rooms: { name, owner, etag, at, data }
  forms: "form", // { form, version, xml, files: { name: Blob }, owner }
  sent: "id, at", // receipts of what arrived, until sign-out
});
database.version(3).stores({ keys: "name" }); // what the records are sealed with: { name, owner, key, seen, ends }

/** Everything but what was never sent: the snapshots, forms, receipts and keys of one account. */
export async function wipe() {
  await Promise.all([database.kept.clear(), database.forms.clear(), database.sent.clear(), database.keys.clear()]);
}
