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

/**
 * Fetches the file.
 *
 * @throws {HubError} one sentence: offline, out of reach, another answer than the file, cancelled
 */
export async function fetchHub(hub: Hub, { signal, progress, words }: HubRequest): Promise<Blob> {
  const { host } = new URL(hub.address);
  const megabytes = (bytes: number): string => words.num(bytes / 1e6, { decimals: 1 });
  const refuse = (key: string, values: Readonly<Record<string, string>> = {}): never => {
    throw new HubError(words.shell(`hub.${signal.aborted ? "cancelled" : key}`, { host, ...values }));
  };
  const response = await watched(
    () => fetch(hub.address, { signal, mode: "cors", credentials: "omit", referrerPolicy: "no-referrer" }),
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
  return new Blob(chunks);
}
