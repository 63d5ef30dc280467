/** Which of the engine's ways of running a browser can take, and which a link asks for. */

/** `reference` is TypeScript alone, `simd` plain SIMD, `relaxed` SIMD whose multiply-add may round once. */
export const BACKENDS = ["reference", "simd", "relaxed"] as const;
export type Backend = (typeof BACKENDS)[number];

const HEADER = [0, 97, 115, 109, 1, 0, 0, 0];
/** i32.const 0, i8x16.splat. */
const ZERO = [0x41, 0, 0xfd, 0x0f];
/** f32x4.relaxed_madd of three of them. */
const RELAXED_MADD = [...ZERO, ...ZERO, ...ZERO, 0xfd, 0x85, 0x02];

/** Whether a module is valid whose one function returns the v128 that `code` leaves. */
function validates(code: readonly number[]): boolean {
  if (!("WebAssembly" in globalThis)) return false;
  const body = [0, ...code, 0x0b];
  const type = [1, 5, 1, 0x60, 0, 1, 0x7b];
  const bytes = [...HEADER, ...type, 3, 2, 1, 0, 10, body.length + 2, 1, body.length, ...body];
  return WebAssembly.validate(new Uint8Array(bytes));
}

/** What this browser can run, the fastest last. */
export function backends(): Backend[] {
  if (!validates(ZERO)) return ["reference"];
  return validates(RELAXED_MADD) ? ["reference", "simd", "relaxed"] : ["reference", "simd"];
}

/** The fastest that this browser can run, or `wanted` if it can. */
export function chooseBackend(wanted?: string): Backend {
  const can = backends();
  return can.find((backend) => backend === wanted) ?? can.at(-1)!;
}

/** Whether this page or worker may share memory between threads. */
export const mayShare = (): boolean => globalThis.crossOriginIsolated && typeof SharedArrayBuffer === "function";

/** What a link asks of the engine, as it stands there. */
export interface EngineWish {
  readonly backend?: string;
  readonly threads?: string;
}

/** Something that was asked for and cannot be had here. */
export interface EngineRefusal {
  readonly what: "backend" | "threads";
  readonly found: string;
}

export interface EngineChoice {
  readonly backend: Backend;
  readonly threads: number;
  readonly refused: readonly EngineRefusal[];
}

const LONGEST = 40;

/** The wish in an address: its parameters `backend` and `threads`, cut to what a sentence can carry. */
export function wishOf(search: string): EngineWish {
  const parameters = new URLSearchParams(search);
  const read = (name: string): string | undefined =>
    parameters
      .get(name)
      ?.replace(/\p{Cc}+/gu, " ")
      .slice(0, LONGEST);
  const [backend, threads] = [read("backend"), read("threads")];
  return { ...(backend === undefined ? {} : { backend }), ...(threads === undefined ? {} : { threads }) };
}

/** Fewer multiply-adds than this are done before a second thread has begun. */
const WORTH_A_THREAD = 2e7;

/**
 * How to run a network of so many multiply-adds: as the link asks where this browser can; else the best backend, on two
 * threads where memory can be shared and the network is worth it.
 */
export function chooseEngine(wish: EngineWish, madds: number, cores = navigator.hardwareConcurrency): EngineChoice {
  const refused: EngineRefusal[] = [];
  const backend = chooseBackend(wish.backend);
  if (wish.backend !== undefined && wish.backend !== backend) refused.push({ what: "backend", found: wish.backend });
  const most = mayShare() && backend !== "reference" ? 2 : 1;
  let threads = madds >= WORTH_A_THREAD && cores > 1 ? most : 1;
  if (wish.threads !== undefined) {
    const asked = wish.threads === "1" ? 1 : wish.threads === "2" ? 2 : 0;
    if (asked >= 1 && asked <= most) threads = asked;
    else refused.push({ what: "threads", found: wish.threads });
  }
  return { backend, threads, refused };
}
