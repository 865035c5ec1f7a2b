// The queue as a file, for when the phone itself cannot send: JSON lines, one record a line, pictures inside.
// The desk takes it in (Submissions > From a phone); the instanceIDs are the same, so nothing counts twice.
import { kept } from "./contact.js";
import { outbox } from "../outbox.js";
import { now, today } from "./time.js";

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function line(item) {
  const parts = [];
  for (const { name, file, filename } of item.parts) parts.push({ name, filename, type: file.type, content: await base64(file) });
  const { id, title, label = "", at, state, tries, reason = "" } = item;
  return JSON.stringify({ id, title, label, at: new Date(at).toISOString(), state, tries, reason, parts });
}

export async function exportQueue(items) {
  const me = (await kept("me"))?.data;
  const head = JSON.stringify({ gridward_queue: 1, owner: me?.owner ?? "", name: me?.name ?? "", records: items.length, made_at: new Date(now()).toISOString() });
  const lines = [`${head}\n`];
  for (const { id } of items) {
    const whole = await outbox.whole(id);
    if (whole && !whole.locked) lines.push(`${await line(whole)}\n`);
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  link.download = `gridward-queue-${today()}-${items.length}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
