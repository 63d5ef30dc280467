/**
 * The worker's own part, put behind the cells' functions in one script (see `assemble`). It waits for its port, takes
 * away what a cell may not use, runs the cells and tells the page by that port alone.
 */
import type { Exercise } from "@content/exercise.ts";
import { execute, faultOf, type Message, type Modules, Refusal, type Runnable } from "./execute.ts";

import { judge } from "./judge.ts";
import { type NetworkInput, runNetwork } from "./network.ts";
import { textOf } from "./to-view.ts";

type Written = (...args: readonly unknown[]) => unknown;

/** Gone from the worker. The sandbox's policy blocks the network anyway; this says so in a sentence. */
const ABSENT = [
  ...["eval", "Function", "localStorage", "sessionStorage", "document", "window", "parent", "top", "alert"],
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts"],
  ...["indexedDB", "caches", "BroadcastChannel", "Worker", "SharedWorker", "postMessage", "Notification"],
];
/** The largest single piece of memory, in bytes, that a cell may ask for. */
const LARGEST = 512 * 2 ** 20;

function takeAway(scope: object): void {
  for (const name of ABSENT) {
    const refuse = (): never => {
      throw new Refusal("refused", name);
    };
    // A function serves for calls and for `new`; for objects such as caches any use of a member fails the same way.
    const stand = new Proxy(refuse, { get: refuse, set: refuse, construct: refuse, apply: refuse });
    Object.defineProperty(scope, name, { value: stand, configurable: false, writable: false });
  }
}

/** Bounds each single allocation: a browser may grant ten gigabytes and die of them later. */
function boundMemory(scope: Record<string, unknown>): void {
  const names = Object.getOwnPropertyNames(scope).filter((name) =>
    /^((Shared)?ArrayBuffer|.*\d(Clamped)?Array)$/.test(name),
  );
  for (const name of names) {
    const made = scope[name] as (new (...args: unknown[]) => object) & { BYTES_PER_ELEMENT?: number };
    const each = made.BYTES_PER_ELEMENT ?? 1;
    const bounded = new Proxy(made, {
      construct(target, args: unknown[], self) {
        if (typeof args[0] === "number" && args[0] * each > LARGEST) throw new Refusal("memory", name);
        return Reflect.construct(target, args, self) as object;
      },
    });
    Object.defineProperty(scope, name, { value: bounded, configurable: true, writable: true });
  }
}

/** Errors outside the cell's own run: in a timer, or in a promise that nobody waits for. */
function tellLateErrors(scope: EventTarget, cells: readonly Runnable[], emit: (message: Message) => void): void {
  const cell = cells.at(-1)?.id ?? "";
  const tell = (event: Event, error: unknown): void => {
    event.preventDefault();
    emit({ type: "fault", fault: faultOf(cell, error) });
  };
  scope.addEventListener("error", (event) => {
    tell(event, (event as ErrorEvent).error);
  });
  scope.addEventListener("unhandledrejection", (event) => {
    tell(event, (event as PromiseRejectionEvent).reason);
  });
}

/** What is done with the exports of the last cell: nothing, a trial, the network. `input` came with the port. */
export type After = (exports: Readonly<Record<string, unknown>>, input: unknown) => Message;

/** Awaits instead of `then`: a cell may have put anything in place of the built-ins, and still hears of it. */
async function runAll(
  cells: readonly Runnable[],
  kernels: Modules,
  emit: (message: Message | { type: "done" }) => void,
  after: (exports: Readonly<Record<string, unknown>>) => Message | undefined,
): Promise<void> {
  try {
    const exports = await execute(cells, kernels, emit);
    if (!exports) return;
    try {
      const message = after(exports);
      if (message) emit(message);
    } catch (error) {
      emit({ type: "fault", fault: faultOf(cells.at(-1)?.id ?? "", error) });
      return;
    }
    emit({ type: "done" });
  } catch (error) {
    emit({ type: "fault", fault: { cell: "", code: "spoilt", text: textOf(error), stack: "" } });
  }
}

/** Called by the last line of the assembled script, with the cells that stand before it. */
export function start(cells: readonly Runnable[], kernels: Modules, after?: After): void {
  const scope = globalThis as unknown as Record<string, unknown> & EventTarget;
  scope.addEventListener(
    "message",
    (event) => {
      const port = (event as MessageEvent).ports[0];
      if (!port) return;
      // Taken now: a cell may put anything in their place.
      const post = port.postMessage.bind(port);
      const emit = (message: Message | { type: "done" }): void => {
        post(message);
      };
      takeAway(scope);
      boundMemory(scope);
      tellLateErrors(scope, cells, emit);
      void runAll(cells, kernels, emit, (exports) => after?.(exports, (event as MessageEvent).data));
    },
    { once: true },
  );
}

/** The function of this name among a code's exports. */
function writtenIn(exports: Readonly<Record<string, unknown>>, name: string): Written {
  const found = exports[name];
  if (typeof found !== "function") throw new Refusal("absent", name);
  return found as Written;
}

/** An exercise's trial with hidden cases from a seed. */
export const trial =
  (exercise: Exercise, seed: number): After =>
  (exports) => ({ type: "verdict", verdict: judge(exercise, writtenIn(exports, exercise.name), seed, textOf) });

/** The network with the reader's function in it; `alone` runs it without one. */
export const network =
  (exercise: Exercise, now: () => number, alone = false): After =>
  (exports, input) => ({
    type: "network",
    answer: runNetwork(
      exercise.plugsIn ?? "relu6",
      alone ? undefined : writtenIn(exports, exercise.name),
      input as NetworkInput,
      now,
    ),
  });
