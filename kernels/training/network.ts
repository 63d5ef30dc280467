import type { Layer } from "../models/layer.ts";
import { Arena } from "./arena.ts";
import { col2im, im2col } from "./im2col.ts";
import type { Layout, Slot } from "./layout.ts";
import { layoutOf } from "./layout.ts";
import type { BatchResult } from "./loss.ts";
import { softmaxCrossEntropy } from "./loss.ts";
import { transpose } from "./matmul.ts";
import type { DepthwiseShape, Normalisation, TrainingOps } from "./ops.ts";
import { pool, poolGradient } from "./pool.ts";
import type { Unit } from "./units.ts";
import { unitsOf } from "./units.ts";

/** A unit with its arrays. Names in d… are gradients of the loss. */
interface Stage {
  readonly unit: Unit;
  readonly rows: number;
  readonly c: number;
  readonly inputLength: number;
  readonly weight: Float32Array;
  readonly dWeight: Float32Array;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly dGamma: Float32Array;
  readonly dBeta: Float32Array;
  /** Of this batch. */
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly runningMean: Float32Array;
  readonly runningVariance: Float32Array;
  readonly norm: Normalisation;
  /** The convolution's output, before batch norm; kept for the backward pass. */
  readonly convolved: Float32Array;
  readonly out: Float32Array;
}

export interface LossOptions {
  /** Label smoothing ε: 0 for none. */
  readonly smoothing: number;
  /** Images in the whole batch, of which this network may see a part. */
  readonly divisor: number;
}

/**
 * A MobileNetV2 of fixed batch size that can be trained: forward, backward, and evaluation with running statistics.
 *
 * Everything lives in one arena: `learned`, `gradient`, `statistics` and `batchStatistics` are flat arrays in the order
 * of `layout`; `input` [batch, h, w, c] is filled by the caller. Batch norm's moments are those of this batch alone.
 */
export class TrainingNetwork {
  readonly layout: Layout;
  readonly batch: number;
  readonly input: Float32Array;
  readonly learned: Float32Array;
  readonly gradient: Float32Array;
  /** Running mean and variance of each batch norm. */
  readonly statistics: Float32Array;
  /** Mean and unbiased variance of this batch, same order as `statistics`. */
  readonly batchStatistics: Float32Array;
  readonly logits: Float32Array;
  private readonly ops: TrainingOps;
  private readonly stages: readonly Stage[];
  private readonly classifier: Layer;
  private readonly columns: Float32Array;
  private readonly pooled: Float32Array;
  private readonly dPooled: Float32Array;
  private readonly dLogits: Float32Array;
  /** Three gradients can be alive at once: of an output, of the convolution before it, and of a waiting shortcut. */
  private readonly scratch: readonly Float32Array[];
  private readonly transposed: Float32Array;
  private readonly pull: { readonly p: Float32Array; readonly q: Float32Array };

  constructor(layers: readonly Layer[], batch: number, ops: TrainingOps, arena: Arena) {
    const { units, classifier } = unitsOf(layers);
    const layout = layoutOf(layers);
    this.layout = layout;
    this.batch = batch;
    this.ops = ops;
    this.classifier = classifier;
    this.learned = arena.floats(layout.learnedLength);
    this.gradient = arena.floats(layout.learnedLength);
    this.statistics = arena.floats(layout.statisticsLength);
    this.batchStatistics = arena.floats(layout.statisticsLength);
    this.stages = units.map((unit) => this.stage(unit, arena));

    const pixels = (shape: readonly number[]): number => batch * shape.reduce((product, size) => product * size, 1);
    const largest = (sizes: readonly number[]): number => sizes.reduce((a, b) => Math.max(a, b), 0);
    this.input = arena.floats(pixels(units[0]!.conv.inShape));
    this.columns = arena.floats(
      largest(
        units.map(({ conv }) =>
          conv.kind === "conv2d" ? batch * conv.outShape[0] * conv.outShape[1] * conv.kernel ** 2 * conv.inShape[2] : 0,
        ),
      ),
    );
    const widest = largest(units.flatMap(({ conv }) => [pixels(conv.outShape), pixels(conv.inShape)]));
    this.scratch = [0, 1, 2].map(() => arena.floats(widest));
    this.transposed = arena.floats(largest(layout.slots.map((slot) => slot.length)));
    const channels = largest(units.map(({ conv }) => conv.outShape[2]));
    this.pull = { p: arena.floats(channels), q: arena.floats(channels) };
    this.pooled = arena.floats(batch * classifier.inShape[2]);
    this.dPooled = arena.floats(batch * classifier.inShape[2]);
    this.logits = arena.floats(batch * classifier.outShape[2]);
    this.dLogits = arena.floats(batch * classifier.outShape[2]);
  }

  private part(name: string, flat: Float32Array): Float32Array {
    const slot = this.slot(name);
    return flat.subarray(slot.offset, slot.offset + slot.length);
  }
  private slot(name: string): Slot {
    const slot = this.layout.slots.find((candidate) => candidate.name === name);
    if (!slot) throw new RangeError(`TrainingNetwork: there is no tensor ${name}`);
    return slot;
  }

  private stage(unit: Unit, arena: Arena): Stage {
    const [h, w, c] = unit.conv.outShape;
    const rows = this.batch * h * w;
    const { name } = unit.norm;
    const mean = this.part(`${name}.running_mean`, this.batchStatistics);
    return {
      unit,
      rows,
      c,
      inputLength: this.batch * unit.conv.inShape[0] * unit.conv.inShape[1] * unit.conv.inShape[2],
      weight: this.part(`${unit.conv.name}.weight`, this.learned),
      dWeight: this.part(`${unit.conv.name}.weight`, this.gradient),
      gamma: this.part(`${name}.weight`, this.learned),
      beta: this.part(`${name}.bias`, this.learned),
      dGamma: this.part(`${name}.weight`, this.gradient),
      dBeta: this.part(`${name}.bias`, this.gradient),
      mean,
      variance: this.part(`${name}.running_var`, this.batchStatistics),
      runningMean: this.part(`${name}.running_mean`, this.statistics),
      runningVariance: this.part(`${name}.running_var`, this.statistics),
      norm: { scale: arena.floats(c), shift: arena.floats(c), mean },
      convolved: arena.floats(rows * c),
      out: arena.floats(rows * c),
    };
  }

  /** Fills `logits` from `input`. In training, batch norm uses this batch's moments; otherwise the running ones. */
  forward(training: boolean): void {
    let x = this.input;
    for (const stage of this.stages) {
      this.convolve(stage, x);
      this.normalise(stage, training);
      if (stage.unit.shortcut !== undefined) {
        const from = this.stages[stage.unit.shortcut]!.out;
        for (let i = 0; i < from.length; i++) stage.out[i]! += from[i]!;
      }
      x = stage.out;
    }
    const [inC, classes] = [this.classifier.inShape[2], this.classifier.outShape[2]];
    pool(this.pooled, x, this.batch, inC);
    const bias = this.part(`${this.classifier.name}.bias`, this.learned);
    for (let image = 0; image < this.batch; image++) this.logits.set(bias, image * classes);
    const weight = this.part(`${this.classifier.name}.weight`, this.learned);
    this.ops.matmul(this.logits, this.pooled, weight, { m: this.batch, k: inC, n: classes }, true);
  }

  private convolve({ unit: { conv }, rows, c, weight, convolved }: Stage, x: Float32Array): void {
    if (conv.kind === "depthwise") {
      this.ops.depthwise(convolved, x, weight, this.depthwiseShape(conv));
      return;
    }
    if (conv.kind === "conv2d") im2col(this.columns, x, this.batch, conv);
    const k = conv.kernel ** 2 * conv.inShape[2];
    this.ops.matmul(convolved, conv.kind === "conv2d" ? this.columns : x, weight, { m: rows, k, n: c }, false);
  }

  private depthwiseShape({ inShape: [h, w, c], outShape: [outH, outW], stride }: Layer): DepthwiseShape {
    return { batch: this.batch, h, w, c, outH, outW, stride };
  }

  private normalise(stage: Stage, training: boolean): void {
    const { rows, c, gamma, beta, norm, unit } = stage;
    if (training) this.ops.moments(stage.mean, stage.variance, stage.convolved, { rows, c });
    const mean = training ? stage.mean : stage.runningMean;
    const variance = training ? stage.variance : stage.runningVariance;
    for (let i = 0; i < c; i++) {
      norm.scale[i] = gamma[i]! / Math.sqrt(variance[i]! + (unit.norm.epsilon ?? 0));
      norm.shift[i] = beta[i]! - mean[i]! * norm.scale[i]!;
    }
    this.ops.scaleShift(stage.out, stage.convolved, norm.scale, norm.shift, { rows, c }, unit.range);
  }

  /** After `forward(true)`: the loss summed over the batch, and its gradient for all learned numbers. */
  backward(labels: Uint8Array, { smoothing, divisor }: LossOptions): BatchResult {
    const [inC, classes] = [this.classifier.inShape[2], this.classifier.outShape[2]];
    const result = softmaxCrossEntropy(this.dLogits, this.logits, labels, { classes, smoothing, divisor });
    this.classifierGradient(inC, classes);
    let gradient = this.scratch[0]!;
    poolGradient(gradient, this.dPooled, this.batch, inC, this.stages.at(-1)!.rows / this.batch);

    let waiting: { readonly unit: number; readonly gradient: Float32Array } | undefined;
    for (let i = this.stages.length - 1; i >= 0; i--) {
      const stage = this.stages[i]!;
      if (stage.unit.shortcut !== undefined) waiting = { unit: stage.unit.shortcut, gradient };
      const dConvolved = waiting?.gradient === gradient ? this.free(gradient) : gradient;
      this.normGradient(stage, gradient, dConvolved);
      const joined = waiting?.unit === i - 1 ? waiting.gradient : undefined;
      // A product adds its gradient to the shortcut's as it goes; other layers need a buffer of its own first.
      const accumulate = joined !== undefined && stage.unit.conv.kind === "pointwise";
      const dInput = accumulate ? joined : this.free(dConvolved, waiting?.gradient);
      this.convolutionGradient(stage, i, dConvolved, dInput, accumulate);
      gradient = joined ?? dInput;
      if (joined && !accumulate) for (let at = 0; at < stage.inputLength; at++) joined[at]! += dInput[at]!;
      if (joined) waiting = undefined;
    }
    this.unbiasVariances();
    return result;
  }

  private free(...used: readonly (Float32Array | undefined)[]): Float32Array {
    return this.scratch.find((buffer) => !used.includes(buffer))!;
  }

  private classifierGradient(inC: number, classes: number): void {
    const { name } = this.classifier;
    const shape = { m: this.batch, k: inC, n: classes };
    this.ops.matmulWeightGradient(this.part(`${name}.weight`, this.gradient), this.pooled, this.dLogits, shape);
    const dBias = this.part(`${name}.bias`, this.gradient).fill(0);
    for (let i = 0; i < this.dLogits.length; i++) dBias[i % classes]! += this.dLogits[i]!;
    transpose(this.transposed, this.part(`${name}.weight`, this.learned), inC, classes);
    this.ops.matmul(this.dPooled, this.dLogits, this.transposed, { m: this.batch, k: classes, n: inC }, false);
  }

  private normGradient(stage: Stage, dOut: Float32Array, dConvolved: Float32Array): void {
    const { rows, c, norm, convolved, unit, variance, dGamma, dBeta } = stage;
    this.ops.gradientSums(dBeta, dGamma, dOut, convolved, norm, { rows, c }, unit.range);
    const { p, q } = this.pull;
    for (let i = 0; i < c; i++) {
      const inverse = 1 / Math.sqrt(variance[i]! + (unit.norm.epsilon ?? 0));
      dGamma[i]! *= inverse;
      p[i] = (-norm.scale[i]! * inverse * dGamma[i]!) / rows;
      q[i] = (-norm.scale[i]! * dBeta[i]!) / rows - p[i]! * norm.mean[i]!;
    }
    this.ops.normInputGradient(dConvolved, dOut, convolved, norm, this.pull, { rows, c }, unit.range);
  }

  private convolutionGradient(
    { unit: { conv }, rows, c, weight, dWeight }: Stage,
    index: number,
    dConvolved: Float32Array,
    dInput: Float32Array,
    accumulate: boolean,
  ): void {
    const x = index === 0 ? this.input : this.stages[index - 1]!.out;
    if (conv.kind === "depthwise") {
      const shape = this.depthwiseShape(conv);
      this.ops.depthwiseFilterGradient(dWeight, x, dConvolved, shape);
      this.ops.depthwiseInputGradient(dInput, dConvolved, weight, shape);
      return;
    }
    if (conv.kind === "conv2d") {
      im2col(this.columns, x, this.batch, conv);
      const k = conv.kernel ** 2 * conv.inShape[2];
      this.ops.matmulWeightGradient(dWeight, this.columns, dConvolved, { m: rows, k, n: c });
      // The stem's input is the image, which needs no gradient.
      if (index === 0) return;
      transpose(this.transposed, weight, k, c);
      this.ops.matmul(this.columns, dConvolved, this.transposed, { m: rows, k: c, n: k }, false);
      col2im(dInput, this.columns, this.batch, conv);
      return;
    }
    const k = conv.inShape[2];
    this.ops.matmulWeightGradient(dWeight, x, dConvolved, { m: rows, k, n: c });
    transpose(this.transposed, weight, k, c);
    this.ops.matmul(dInput, dConvolved, this.transposed, { m: rows, k: c, n: k }, accumulate);
  }

  /** Running variances estimate the population's, so the batch's are divided by rows − 1, as PyTorch does. */
  private unbiasVariances(): void {
    for (const { variance, rows } of this.stages) {
      for (let i = 0; i < variance.length; i++) variance[i]! *= rows / (rows - 1);
    }
  }
}

/** Bytes of memory that a network of this batch size needs, with some to spare. */
export function arenaBytes(layers: readonly Layer[], batch: number): number {
  const { units } = unitsOf(layers);
  const { learnedLength, statisticsLength } = layoutOf(layers);
  const images = units.map(({ conv }) => conv.bytes / 4);
  const inputs = units.map(({ conv }) => conv.inShape[0] * conv.inShape[1] * conv.inShape[2] * conv.kernel ** 2);
  const widest = Math.max(...images, ...inputs);
  const activations = 2 * images.reduce((sum, size) => sum + size, 0) + 5 * widest;
  return 4 * (batch * (activations + 4096) + 3 * learnedLength + 4 * statisticsLength) + 65536;
}
