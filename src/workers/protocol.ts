/** What the page and the figures' worker say to each other; every answer carries its request's number. */
import type { EngineWish } from "./engine-choice.ts";

export type Request =
  | {
      kind: "run";
      request: number;
      figure: string;
      state: unknown;
      base: string;
      /** What the page's address asks of the engine; null leaves it out. */
      wish: EngineWish | null;
      /** Instead of the figure's data: one of its files. */
      file?: string;
    }
  | { kind: "cancel"; request: number };

/** `alive` is said once, when the worker holds its lifeline. */
export type Answer =
  | { kind: "alive" }
  | { kind: "return"; request: number; data: unknown }
  | { kind: "throw"; request: number; message: string; cancelled: boolean }
  | { kind: "progress"; request: number; fraction: number };
