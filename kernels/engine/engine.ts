import { times } from "../ops/check.ts";
import { type Shape, ShapeError, type Tensor } from "../tensor.ts";
import type { EngineModule } from "./exports.ts";
import { rounded } from "./pack.ts";
import { BASE, type Plan, type Step } from "./plan.ts";

const PAGE = 65536;

/** A plan in a module's memory, ready to run as often as you like. Runs allocate nothing. */
export class Engine {
  readonly plan: Plan;
  private readonly module: EngineModule;
  private readonly input: Float32Array;
  private readonly output: Float32Array;

  /** Writes the plan's constants into the memory, growing it if it is too small. */
  constructor(plan: Plan, module: EngineModule) {
    this.plan = plan;
    this.module = module;
    const { memory } = module;
    const missing = plan.memoryBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(memory.buffer, BASE, plan.constants.length).set(plan.constants);
    this.input = new Float32Array(memory.buffer, plan.input.at, plan.input.bytes / 4);
    this.output = new Float32Array(memory.buffer, plan.output.at, plan.layers.at(-1)!.outShape[2]);
  }

  /**
   * The logits of one input: a view of the engine's memory, valid until the next run.
   *
   * @throws {ShapeError} if the input is not what the network takes
   */
  run(input: Tensor): Float32Array {
    this.load(input);
    for (let i = 0; i < this.plan.steps.length; i++) this.step(i);
    return this.output;
  }

  /** Step by step, so that a worker can tell its progress or stop in between; `logits` holds the answer at the end. */
  *steps(input: Tensor): Generator<Step, void, void> {
    this.load(input);
    for (let i = 0; i < this.plan.steps.length; i++) {
      this.step(i);
      yield this.plan.steps[i]!;
    }
  }

  get logits(): Float32Array {
    return this.output;
  }

  step(index: number): void {
    const { call, args } = this.plan.steps[index]!;
    this.module.exports[call].apply(null, args as number[]);
  }

  /** One thread's share of a step. */
  share(index: number, thread: number): void {
    const { call, shares } = this.plan.steps[index]!;
    const args = shares[thread];
    if (args) this.module.exports[call].apply(null, args as number[]);
  }

  /** Copies the input to where the first step reads it. */
  load({ shape, data }: Tensor): void {
    const expected = this.plan.layers[0]!.inShape;
    if (shape[0] !== expected[0] || shape[1] !== expected[1] || shape[2] !== expected[2]) {
      throw new ShapeError(`engine: input is ${times(shape)}, the network takes ${times(expected)}`);
    }
    if (data.length !== shape[0] * shape[1] * shape[2]) {
      throw new ShapeError(
        `engine: input holds ${data.length} values, its shape needs ${shape[0] * shape[1] * shape[2]}`,
      );
    }
    const c = shape[2];
    if (c === this.plan.inputStride) {
      this.input.set(data);
      return;
    }
    for (let i = 0, pixel = 0; i < data.length; i++, pixel = Math.floor(i / c)) {
      this.input[pixel * this.plan.inputStride + (i % c)] = data[i]!;
    }
  }

  /** The output of a layer after a run of a plan that keeps all, copied; undefined if the plan does not hold it. */
  tensor(layer: number): Tensor | undefined {
    const own = this.plan.layers[layer];
    // A dropout has no buffer: its output is its input.
    if (own?.kind === "dropout") return this.tensor(own.inputs[0]!);
    const buffer = this.plan.buffers.find((one) => one.what === "tensor" && one.layer === layer);
    if (!own || !buffer) return undefined;
    return { shape: own.outShape, data: unrounded(this.module.memory.buffer, buffer.at, own.outShape) };
  }
}

/** Reads [H, W, C] from memory without the lanes that fill C up. */
function unrounded(memory: ArrayBufferLike, at: number, [h, w, c]: Shape): Float32Array {
  const step = rounded(c);
  const all = new Float32Array(memory, at, h * w * step);
  const data = new Float32Array(h * w * c);
  for (let i = 0; i < h * w; i++) data.set(all.subarray(i * step, i * step + c), i * c);
  return data;
}
