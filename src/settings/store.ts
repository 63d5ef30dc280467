/**
 * The one door to the device's storage. Where the browser forbids it (private windows, blocked cookies, a full disk),
 * values live as long as the page, and `isPersistent` says so.
 */
const PREFIX = "inverted.";
const memory = new Map<string, string>();
let persistent = true;

/** False once the browser has refused to read or to keep something. */
export const isPersistent = (): boolean => persistent;

function attempt<T>(touch: () => T): T | undefined {
  try {
    return touch();
  } catch {
    persistent = false;
    return undefined;
  }
}

/** The text that is stored under a name, whatever it is. */
export const textOf = (name: string): string | undefined =>
  memory.get(name) ?? attempt(() => localStorage.getItem(PREFIX + name)) ?? undefined;

/** What was stored under a name, or undefined; what is not JSON counts as nothing. */
export function read(name: string): unknown {
  const text = textOf(name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function write(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  const kept = attempt(() => {
    localStorage.setItem(PREFIX + name, text);
    return true;
  });
  if (kept) memory.delete(name);
  else memory.set(name, text);
}

export function remove(name: string): void {
  memory.delete(name);
  attempt(() => {
    localStorage.removeItem(PREFIX + name);
  });
}

/** Calls back when another tab has changed this name. */
export function onForeignChange(name: string, run: () => void): void {
  addEventListener("storage", (event) => {
    if (event.key === PREFIX + name || event.key === null) run();
  });
}
