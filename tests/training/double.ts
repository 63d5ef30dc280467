import { Arena } from "@kernels/training/arena.ts";
import type { Random } from "@kernels/random.ts";
import { gaussian } from "@kernels/random.ts";

/**
 * A float64 array where the plain loops expect float32: they run on both, and finite differences need the digits.
 */
export function doubles(length: number): Float32Array {
  return new Float64Array(length) as unknown as Float32Array;
}

/** Normal numbers, scaled. */
export function normals(length: number, random: Random, scale = 1): Float32Array {
  const array = doubles(length);
  for (let i = 0; i < length; i++) array[i] = scale * gaussian(random);
  return array;
}

/** An arena of float64 arrays. */
export class DoubleArena extends Arena {
  constructor() {
    super(new ArrayBuffer(0));
  }
  override floats(length: number): Float32Array {
    return doubles(length);
  }
}
