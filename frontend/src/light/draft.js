// What is not yet sent stays on this phone. Every step may fail: private windows forbid storage.

const DAYS = 7;
const FILES = "gridward-light";
const memory = new Map();

export const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) || memory.get(key) || null;
    } catch {
      return memory.get(key) || null;
    }
  },
  write(key, value) {
    memory.set(key, value);
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  drop(key) {
    memory.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // What could not be stored need not be removed.
    }
  },
};

/** The draft under a key, unless it is too old. */
export function draftOf(key) {
  const found = store.read(key);
  if (found && Date.now() - found.at < DAYS * 86_400_000) return found;
  if (found) store.drop(key);
  return null;
}

/** {number, code, name, at} of what was sent from this phone, newest first, for a month. */
export const receipts = {
  read: (token) => (store.read(`gw-receipts:${token}`) || []).filter((one) => Date.now() - one.at < 30 * 86_400_000),
  add(token, receipt) {
    const others = receipts.read(token).filter((one) => one.number !== receipt.number);
    store.write(`gw-receipts:${token}`, [receipt, ...others].slice(0, 30));
  },
  forget: (token) => store.drop(`gw-receipts:${token}`),
};

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(FILES, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inFiles(mode, deed) {
  const open = await database();
  try {
    return await new Promise((resolve, reject) => {
      const asked = deed(open.transaction("files", mode).objectStore("files"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    open.close();
  }
}

/** Pictures of the draft, by name. */
export const pictures = {
  async keep(name, file) {
    memory.set(`file:${name}`, file);
    await inFiles("readwrite", (files) => files.put(file, name)).catch(() => {});
  },
  async get(name) {
    return memory.get(`file:${name}`) || inFiles("readonly", (files) => files.get(name)).catch(() => undefined);
  },
  async drop(name) {
    memory.delete(`file:${name}`);
    await inFiles("readwrite", (files) => files.delete(name)).catch(() => {});
  },
};
