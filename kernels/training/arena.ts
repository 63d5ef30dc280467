/** Hands out float32 arrays from one block of memory, each at a multiple of 16 bytes, as SIMD loads like it. */
export class Arena {
  private readonly memory: ArrayBufferLike;
  private next: number;

  constructor(memory: ArrayBufferLike, start = 0) {
    this.memory = memory;
    this.next = start;
  }

  /** @throws {RangeError} if the block is full */
  floats(length: number): Float32Array {
    const bytes = Math.ceil(length / 4) * 16;
    if (this.next + bytes > this.memory.byteLength) {
      throw new RangeError(`Arena: ${length} floats do not fit behind byte ${this.next} of ${this.memory.byteLength}`);
    }
    const array = new Float32Array(this.memory, this.next, length);
    this.next += bytes;
    return array;
  }
}
