import type { Layer } from "../models/layer.ts";
import { normScale } from "../ops/batch-norm.ts";
import { slide } from "../ops/window.ts";
import { ShapeError } from "../tensor.ts";
import { aligned, type Lifetime } from "./arena.ts";
import { BLOCK_FIELDS, tilingOfBlock } from "./block.ts";
import type { EngineExports } from "./exports.ts";
import { foldedWeights, packBlock, widenInput } from "./fold.ts";
import { filterRowBytes, imageRowBytes, inputChannels } from "./footprint.ts";
import type { FusedBlock, Operation } from "./operations.ts";
import { packDepthwise, packPanels, packVectors, rounded } from "./pack.ts";
import type { PlanBuffer, Step } from "./plan.ts";
import { SCRATCH, sharesOf } from "./shares.ts";
import type { LayerWeights } from "./weights.ts";

/** An argument that is known only once everything has its place. */
type Argument =
  | number
  | { readonly buffer: number; readonly minus?: number; readonly scratchBytes?: number }
  | { readonly constant: number };

interface Call {
  readonly call: keyof EngineExports;
  readonly args: readonly Argument[];
  readonly layers: readonly number[];
  readonly madds: number;
}

const NO_GAP = 2 ** 30;
const pixels = ([h, w]: Layer["outShape"]): number => h * w;

/** Collects a plan: calls, the buffers that they need, and the constants that they read. */
export class StepWriter {
  readonly buffers: (Omit<PlanBuffer, "at"> & Lifetime)[] = [];
  readonly inputStride: number;
  private readonly weights: readonly LayerWeights[];
  private readonly calls: Call[] = [];
  private readonly blobs: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  private readonly descriptions: { readonly at: number; readonly fields: readonly Argument[] }[] = [];
  private constantBytes = 0;
  private readonly tensors = new Map<number, number>();

  private readonly threads: number;

  constructor(weights: readonly LayerWeights[], first: Layer, threads: number) {
    this.weights = weights;
    this.threads = threads;
    const [h, w] = first.inShape;
    this.inputStride = inputChannels(first);
    this.tensors.set(-1, this.buffer("input", -1, 4 * h * w * this.inputStride));
  }

  private buffer(what: PlanBuffer["what"], layer: number, bytes: number): number {
    const step = this.calls.length;
    return this.buffers.push({ what, layer, bytes: aligned(bytes), from: step, to: step }) - 1;
  }

  /** The buffer of a tensor that this step reads. */
  private read(tensor: number, by: Layer): number {
    const index = this.tensors.get(tensor);
    if (index === undefined) throw new ShapeError(`${by.name}: reads layer ${tensor}, which has not run`);
    this.buffers[index] = { ...this.buffers[index]!, to: this.calls.length };
    return index;
  }

  /** Memory that each thread has for itself during this step. */
  private scratch(layer: Layer, bytes: number): { readonly buffer: number; readonly scratchBytes: number } {
    const scratchBytes = aligned(bytes);
    return { buffer: this.buffer("scratch", layer.index, scratchBytes * this.threads), scratchBytes };
  }

  private write(operation: Operation): number {
    const [h, w, c] = operation.layer.outShape;
    const index = this.buffer("tensor", operation.output, 4 * h * w * rounded(c));
    this.tensors.set(operation.output, index);
    return index;
  }

  private constant(parts: readonly Float32Array[]): { readonly at: Argument; readonly step: number } {
    const at = this.constantBytes;
    const step = aligned(parts[0]!.byteLength);
    for (const part of parts) {
      this.blobs.push({ at: this.constantBytes, bytes: new Uint8Array(part.buffer, part.byteOffset, part.byteLength) });
      this.constantBytes += step;
    }
    return { at: { constant: at }, step };
  }

  private channelsOf(operation: Operation): number {
    return operation.inputs[0] === -1 ? this.inputStride : rounded(operation.layer.inShape[2]);
  }

  /** One operation of its own. */
  operation(operation: Operation): void {
    const { layer, layers } = operation;
    const x = { buffer: this.read(operation.inputs[0]!, layer) };
    const call = (name: keyof EngineExports, args: readonly Argument[]): void => {
      this.calls.push({ call: name, args, layers, madds: layer.madds });
    };
    const [h, w, inC] = layer.inShape;
    const [outH, outW, outC] = layer.outShape;
    const stride = this.channelsOf(operation);
    const values = pixels(layer.outShape) * rounded(outC);
    const top = slide(h, layer.kernel, layer.stride, layer.padding).before;
    const left = slide(w, layer.kernel, layer.stride, layer.padding).before;
    switch (layer.kind) {
      case "pointwise": {
        const { filter, bias } = foldedWeights(operation, this.weights);
        const weights = this.constant([packPanels(filter, bias, operation.activation)]).at;
        const added = operation.adds === null ? null : this.read(operation.adds, layer);
        const y = this.write(operation);
        const sizes = [h * w, inC, outC, 4 * stride, 4 * rounded(outC), NO_GAP, 0];
        const shortcut = added === null ? [0, 0] : [1, { buffer: added, minus: y }];
        call("pointwise", [{ buffer: y }, x, weights, ...sizes, ...shortcut]);
        return;
      }
      case "conv2d": {
        const { filter, bias } = foldedWeights(operation, this.weights);
        const wide = widenInput(filter, inC, stride, outC);
        const weights = this.constant([packPanels(wide, bias, operation.activation)]).at;
        const y = this.write(operation);
        const rows = this.scratch(layer, imageRowBytes(layer, stride));
        const sizes = [0, outH, h, w, stride, outC, outW, layer.kernel, layer.stride, top, left, 4 * rounded(outC)];
        call("conv2d", [{ buffer: y }, x, weights, rows, ...sizes]);
        return;
      }
      case "depthwise": {
        const { filter, bias } = foldedWeights(operation, this.weights);
        const weights = this.constant([packDepthwise(filter, bias, operation.activation)]).at;
        const y = this.write(operation);
        const rows = this.scratch(layer, filterRowBytes(layer));
        const sizes = [0, outH, h, w, rounded(inC), outW, layer.kernel, layer.stride, top, left];
        call("depthwise", [{ buffer: y }, x, weights, rows, ...sizes]);
        return;
      }
      case "linear": {
        const { filter, bias } = foldedWeights(operation, this.weights);
        const weights = this.constant([packPanels(filter, bias, "none")]).at;
        call("linear", [{ buffer: this.write(operation) }, x, weights, inC, 0, rounded(outC)]);
        return;
      }
      case "batch-norm": {
        const own = this.weights[layer.index];
        if (own?.kind !== "norm") throw new ShapeError(`${layer.name}: batch norm needs its four vectors`);
        const scale = Float32Array.from({ length: outC }, (_, c) => normScale(own.norm, c));
        const weights = this.constant([packVectors([own.norm.mean, scale, own.norm.beta])]).at;
        call("batchNorm", [{ buffer: this.write(operation) }, x, weights, h * w, rounded(outC)]);
        return;
      }
      case "relu6": {
        call("relu6", [{ buffer: this.write(operation) }, x, values]);
        return;
      }
      case "add": {
        const second = { buffer: this.read(operation.inputs[1]!, layer) };
        call("add", [{ buffer: this.write(operation) }, x, second, values]);
        return;
      }
      case "global-average-pool": {
        call("globalAveragePool", [{ buffer: this.write(operation) }, x, h * w, rounded(inC), 0, rounded(inC)]);
        return;
      }
      case "dropout":
        throw new ShapeError(`${layer.name}: dropout computes nothing`);
    }
  }

  /** An inverted residual, or the stem with the first block, as one step. */
  block(block: FusedBlock): void {
    const { head, depthwise, project } = block;
    const { layer } = depthwise;
    const [h, w] = layer.inShape;
    const [outH, outW, outC] = project.layer.outShape;
    const stem = head.layer.kind === "conv2d" ? head.layer : null;
    const inC = stem ? this.inputStride : head.layer.inShape[2];
    const window = (from: Layer, size: number): number => slide(size, from.kernel, from.stride, from.padding).before;
    const left = window(layer, w);
    const { kernel, stride } = layer;
    const tiling = tilingOfBlock(block);

    const operations = [head, depthwise, project] as const;
    const [a, b, d] = operations.map((operation) => foldedWeights(operation, this.weights));
    const packed = packBlock([a!, b!, d!], operations, tiling);
    const parts = {
      head: this.constant(packed.head),
      filter: this.constant(packed.filter),
      project: this.constant(packed.project),
    };
    const x = this.read(head.inputs[0]!, head.layer);
    const y = this.write(project);
    const scratch = this.scratch(head.layer, tiling.bytes);
    const [imageH, imageW] = stem ? stem.inShape : [0, 0];
    const fields: Record<(typeof BLOCK_FIELDS)[number], Argument> = {
      ...{ x: { buffer: x }, y: { buffer: y } },
      ...{ h, w, outH, outW, inC, xStride: 4 * this.channelsOf(head), outC, yStride: 4 * rounded(outC) },
      ...{ kernel, stride, top: window(layer, h), left },
      ...{ ...tiling, adds: project.adds === null ? 0 : 1 },
      ...{ head: parts.head.at, headStep: parts.head.step, filter: parts.filter.at, filterStep: parts.filter.step },
      ...{ project: parts.project.at, projectStep: parts.project.step },
      ...{ imageH, imageW, stemKernel: stem?.kernel ?? 0, stemStride: stem?.stride ?? 0 },
      ...{ stemTop: stem ? window(stem, imageH) : 0, stemLeft: stem ? window(stem, imageW) : 0 },
    };
    const description = this.constant([new Float32Array(BLOCK_FIELDS.length)]).at;
    this.descriptions.push({
      at: (description as { constant: number }).constant,
      fields: BLOCK_FIELDS.map((name) => fields[name]),
    });
    this.calls.push({
      call: "invertedResidual",
      args: [description, scratch, 0, outH],
      layers: operations.flatMap((operation) => operation.layers),
      madds: operations.reduce((sum, operation) => sum + operation.layer.madds, 0),
    });
  }

  /** After the last operation: its output stays until the caller has read it; with `all` every tensor does. */
  finish(output: number, all: boolean): void {
    const last = this.calls.length - 1;
    this.buffers.forEach((buffer, i) => {
      const stays = all ? buffer.what !== "scratch" : buffer.what === "tensor" && buffer.layer === output;
      if (stays) this.buffers[i] = { ...buffer, from: all ? 0 : buffer.from, to: last };
    });
  }

  constants(): Uint8Array {
    const all = new Uint8Array(this.constantBytes);
    for (const { at, bytes } of this.blobs) all.set(bytes, at);
    return all;
  }

  /** Writes the blocks' descriptions into the constants, once all addresses are known. */
  placed(constants: Uint8Array, base: number, at: (buffer: number) => number): void {
    const view = new DataView(constants.buffer);
    for (const description of this.descriptions) {
      description.fields.forEach((field, i) => view.setInt32(description.at + 4 * i, resolve(field, base, at), true));
    }
  }

  steps(base: number, at: (buffer: number) => number): Step[] {
    return this.calls.map((step) => {
      const args = step.args.map((argument) => resolve(argument, base, at));
      const scratch = step.args[SCRATCH[step.call] ?? -1];
      const scratchBytes = (typeof scratch === "object" && "scratchBytes" in scratch && scratch.scratchBytes) || 0;
      return { ...step, args, shares: sharesOf(step.call, args, this.threads, scratchBytes) };
    });
  }
}

function resolve(argument: Argument, base: number, at: (buffer: number) => number): number {
  if (typeof argument === "number") return argument;
  if ("constant" in argument) return base + argument.constant;
  return at(argument.buffer) - (argument.minus === undefined ? 0 : at(argument.minus));
}
