/** What the figures' worker answers. */
import type { EngineReport } from "./engine-protocol.ts";

/** What the engine did for a figure's data, for the figure to say; it differs from run to run, so it is no part of them. */
export type EngineNote =
  (EngineReport & { readonly restarted: boolean; readonly difference: number }) | { readonly failed: string };

/** A file that a figure makes of its state, for the reader to keep. */
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: ArrayBuffer | string;
}

export interface Answered {
  /** The figure's data, or the file that was asked for. */
  readonly data: unknown;
  readonly engine: EngineNote | null;
  /** The figures' worker had stopped and was started again. */
  readonly restarted?: boolean;
}
