/** A stretch of the arena that is needed from one step to another, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

const ALIGN = 16;

/** Bytes as they are laid out, so that every address suits a vector. */
export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;

/**
 * Offsets of buffers in one arena: two that live at the same step never overlap. The largest are placed first, each at
 * the lowest place that is free during its life.
 */
export function assign(lifetimes: readonly Lifetime[]): {
  readonly offsets: readonly number[];
  readonly bytes: number;
} {
  const offsets = lifetimes.map(() => 0);
  const order = lifetimes.map((_, i) => i).sort((a, b) => lifetimes[b]!.bytes - lifetimes[a]!.bytes || a - b);
  const placed: number[] = [];
  let total = 0;
  for (const i of order) {
    const { bytes, from, to } = lifetimes[i]!;
    const rivals = placed
      .filter((j) => lifetimes[j]!.from <= to && lifetimes[j]!.to >= from)
      .sort((a, b) => offsets[a]! - offsets[b]!);
    let at = 0;
    for (const j of rivals) {
      if (offsets[j]! >= at + bytes) break;
      at = Math.max(at, aligned(offsets[j]! + lifetimes[j]!.bytes));
    }
    offsets[i] = at;
    placed.push(i);
    total = Math.max(total, aligned(at + bytes));
  }
  return { offsets, bytes: total };
}

/** Bytes alive at each step. */
export function liveBytesBySteps(lifetimes: readonly Lifetime[], steps: number): number[] {
  return Array.from({ length: steps }, (_, step) =>
    lifetimes.reduce((sum, { bytes, from, to }) => (from <= step && step <= to ? sum + bytes : sum), 0),
  );
}
