/**
 * A file of a public hub, fetched at a press: how far it is, an end at the reader's word, and one sentence for whatever
 * goes wrong. The page's security policy says which hosts may answer. Nothing is kept and nothing but the address is sent.
 */
import type { Translate } from "@/i18n/translator.ts";
import type { Hub } from "./contract.ts";

/** A file of more than this many times its size is another file. */
const LARGEST = 2;
/** The browser tells of a breach of the policy a moment after the request has failed. */
const TELLS_MS = 100;

export interface HubRequest {
  readonly signal: AbortSignal;
  /** Bytes so far, and of how many. */
  readonly progress: (done: number, all: number) => void;
  readonly words: { readonly shell: Translate; readonly num: (value: number, options: { decimals: number }) => string };
}

/** What a sentence to the reader says; any other failure is a fault of ours. */
export class HubError extends Error {
  override readonly name = "HubError";
}

/** Whether the security policy stops a request while `run` is at it. */
async function watched<T>(run: () => Promise<T>, failed: (isBlocked: boolean) => Promise<T>): Promise<T> {
  const watch = { blocked: false };
  const tell = (): void => {
    watch.blocked = true;
  };
  document.addEventListener("securitypolicyviolation", tell);
  try {
    return await run();
  } catch {
    await new Promise((resume) => setTimeout(resume, TELLS_MS));
    return await failed(watch.blocked);
  } finally {
    document.removeEventListener("securitypolicyviolation", tell);
  }
}

const ASKS = { mode: "cors", credentials: "omit", referrerPolicy: "no-referrer" } as const;
const LIST_MS = 20_000;

/** The SHA-256 that the hub lists for its file, as hexadecimal digits; null if it gives no such list. */
async function listedSum({ list, path }: Hub, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(list, { ...ASKS, signal: AbortSignal.any([signal, AbortSignal.timeout(LIST_MS)]) });
    const entries = (await response.json()) as readonly { path?: unknown; lfs?: { oid?: unknown } }[];
    const sum = entries.find((entry) => entry.path === path)?.lfs?.oid;
    return typeof sum === "string" && /^[0-9a-f]{64}$/.test(sum) ? sum : null;
  } catch {
    return null;
  }
}

/** Null where the browser has no such function: on a page without a secure connection. */
async function sumOf(blob: Blob): Promise<string | null> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest("SHA-256", await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
const start = (sum: string): string => sum.slice(0, 12);

/**
 * Fetches the file, and compares it with the hub's own list of its files; `note` says how that went.
 *
 * @throws {HubError} one sentence: offline, out of reach, another answer than the file, another sum, cancelled
 */
export async function fetchHub(
  hub: Hub,
  { signal, progress, words }: HubRequest,
): Promise<{ readonly blob: Blob; readonly note: string }> {
  const { host } = new URL(hub.address);
  const megabytes = (bytes: number): string => words.num(bytes / 1e6, { decimals: 1 });
  const refuse = (key: string, values: Readonly<Record<string, string>> = {}): never => {
    throw new HubError(words.shell(`hub.${signal.aborted ? "cancelled" : key}`, { host, ...values }));
  };
  const listed = listedSum(hub, signal);
  const response = await watched(
    () => fetch(hub.address, { ...ASKS, signal }),
    (isBlocked) => Promise.resolve(refuse(isBlocked ? "blocked" : navigator.onLine ? "unreachable" : "offline")),
  );
  if (!response.ok) return refuse("status", { status: String(response.status) });
  if (response.headers.get("content-type")?.startsWith("text/html")) return refuse("page");
  const told = Number(response.headers.get("content-length"));
  const most = LARGEST * hub.bytes;
  const reader = response.body?.getReader();
  const tooLarge = (bytes: number): void => {
    if (bytes <= most) return;
    void reader?.cancel();
    refuse("large", { found: megabytes(bytes), expected: megabytes(hub.bytes) });
  };
  tooLarge(told);
  const all = told > 0 ? told : hub.bytes;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  while (reader) {
    const next = await reader
      .read()
      .catch(() => refuse(navigator.onLine ? "broken" : "offline", { done: megabytes(done), all: megabytes(all) }));
    if (next.done) break;
    chunks.push(next.value);
    done += next.value.byteLength;
    tooLarge(done);
    progress(done, all);
  }
  const blob = new Blob(chunks);
  const [found, expected] = await Promise.all([sumOf(blob), listed]);
  if (found === null) return { blob, note: words.shell("hub.noSum", { host }) };
  if (expected === null) return { blob, note: words.shell("hub.unlisted", { host, sum: start(found) }) };
  if (found !== expected) return refuse("otherSum", { found: start(found), expected: start(expected) });
  return { blob, note: words.shell("hub.sameSum", { host, sum: start(found) }) };
}
