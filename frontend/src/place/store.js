// The file of the own county, kept in the browser's database and renewed when there is a network.
import { Places } from "./search.js";

const DATABASE = "gridward-places";
const DAY = 86_400_000;
const loaded = new Map(); // address -> Promise of Places

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inFiles(mode, deed) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const asked = deed(database.transaction("files", mode).objectStore("files"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    database.close();
  }
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const file = await answer.json();
  await inFiles("readwrite", (files) => files.put({ file, at: Date.now() }, address)).catch(() => {});
  return file;
}

async function load(address) {
  const kept = await inFiles("readonly", (files) => files.get(address)).catch(() => undefined);
  if (!kept) return new Places(await fetched(address));
  if (Date.now() - kept.at > DAY) fetched(address).catch(() => {}); // for the next time
  return new Places(kept.file);
}

/** The places behind `address`, or null when they are not kept and there is no network. */
export function places(address) {
  if (!loaded.has(address)) {
    const promise = load(address).catch(() => {
      loaded.delete(address);
      return null;
    });
    loaded.set(address, promise);
  }
  return loaded.get(address);
}

/** Before another account uses this browser: the street's register goes with the old one. */
export function forgetPlaces() {
  loaded.clear();
  return inFiles("readwrite", (files) => files.clear()).catch(() => {});
}
