/**
 * A network that the reader opened, kept on this device at their word, so that another page can run it: one file, in a
 * cache of our origin that no request ever meets.
 */

/** What is known of the file beside its bytes; `sets` is how it was run, as texts of a link. */
export interface KeptNetwork {
  readonly name: string;
  readonly size: number;
  /** Whether it is the public hub's file: how that was trained is known. */
  readonly fromHub: boolean;
  readonly sets: Readonly<Record<string, string>>;
}

const STORE = "inverted-own-network";
/** The file's name in its cache; nothing is ever asked of this address. */
const ADDRESS = "/own-network.safetensors";
const ABOUT = "x-about";

/** Whether this page can keep anything: pages without a secure connection cannot. */
export const canKeep = (): boolean => typeof caches !== "undefined";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Undefined if it is not what `keepNetwork` writes. */
export function parseKept(text: string | null): KeptNetwork | undefined {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(text ?? ""));
    if (!isRecord(value)) return undefined;
    const { name, size, fromHub, sets } = value;
    if (typeof name !== "string" || typeof size !== "number" || !(size > 0) || !isRecord(sets)) return undefined;
    const texts = Object.entries(sets).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return { name: name.slice(0, 60), size, fromHub: fromHub === true, sets: Object.fromEntries(texts) };
  } catch {
    return undefined;
  }
}

/** @throws {DOMException} where storage is forbidden or full */
export async function keepNetwork(about: KeptNetwork, file: Blob): Promise<void> {
  const cache = await caches.open(STORE);
  const headers = { [ABOUT]: encodeURIComponent(JSON.stringify(about)) };
  await cache.put(ADDRESS, new Response(file, { headers }));
}

/** What is kept, if anything is; its bytes only when asked for. */
export async function keptNetwork(): Promise<{ about: KeptNetwork; file: () => Promise<Blob> } | undefined> {
  try {
    // Asking for a cache by name would make one.
    if (!canKeep() || !(await caches.has(STORE))) return undefined;
    const response = await (await caches.open(STORE)).match(ADDRESS);
    const about = parseKept(response?.headers.get(ABOUT) ?? null);
    return response && about ? { about, file: () => response.blob() } : undefined;
  } catch {
    return undefined;
  }
}

export async function forgetNetwork(): Promise<void> {
  if (canKeep()) await caches.delete(STORE);
}
