import { conv2dMadds, depthwiseMadds, linearMadds, pointwiseMadds } from "../cost/madds.ts";
import { convParams, linearParams, normParams } from "../cost/params.ts";
import { slide } from "../ops/window.ts";
import type { Shape } from "../tensor.ts";
import type { Activation, Layer, LayerKind, Padding, Part, Step } from "./layer.ts";

/** What all layers of a network share. */
export interface Habits {
  readonly padding: Padding;
  /** Batch norm's ε, added to the variance. */
  readonly epsilon: number;
}

/** PyTorch's padding and torchvision's usual ε. */
export const PYTORCH: Habits = { padding: "symmetric", epsilon: 1e-5 };

/** Where a layer stands: block, row of the paper's table, part of the block. */
export interface Place {
  readonly block: number;
  readonly row: number;
  readonly part: Part;
  readonly step?: Step;
}

interface Convolution {
  readonly kernel: number;
  readonly stride: number;
  readonly outC: number;
  readonly bias?: true;
}

/** Collects layers in order of execution. Each reads the newest one, or the one that `goTo` named. */
export class LayerList {
  readonly layers: Layer[] = [];
  private readonly habits: Habits;
  private readonly input: Shape;
  private current = -1;

  constructor(habits: Habits, input: Shape) {
    this.habits = habits;
    this.input = input;
  }

  /** Index of the layer that the next one will read; −1 is the network's input. */
  get last(): number {
    return this.current;
  }
  /** Output shape of the layer that the next one will read. */
  get shape(): Shape {
    return this.shapeOf(this.current);
  }
  get channels(): number {
    return this.shape[2];
  }

  /** Whether the newest output has the shape of layer `index`. */
  sameShape(index: number): boolean {
    return this.shapeOf(index).join() === this.shape.join();
  }

  /** Begins another branch: the next layer reads `index`. */
  goTo(index: number): void {
    this.current = index;
  }

  private convolution(kind: LayerKind, name: string, { kernel, stride, outC, bias }: Convolution, place: Place): void {
    const [h, w, inC] = this.shape;
    const outH = slide(h, kernel, stride, this.habits.padding).out;
    const outW = slide(w, kernel, stride, this.habits.padding).out;
    const own = kind === "depthwise" ? 1 : inC;
    const madds =
      kind === "depthwise"
        ? depthwiseMadds({ outH, outW, c: outC, kernel })
        : kind === "pointwise"
          ? pointwiseMadds({ h: outH, w: outW, inC, outC })
          : conv2dMadds({ outH, outW, inC, outC, kernel });
    const params = convParams({ kernel, inC: own, outC }) + (bias ? outC : 0);
    this.push(kind, name, place, {
      outShape: [outH, outW, outC],
      kernel,
      stride,
      params,
      madds,
      ...(bias ? { bias } : {}),
    });
  }

  /** A convolution over all channels. */
  conv(name: string, outC: number, kernel: number, stride: number, place: Place): void {
    this.convolution("conv2d", name, { kernel, stride, outC }, place);
  }

  /** One filter a channel. */
  depthwise(name: string, kernel: number, stride: number, place: Place): void {
    this.convolution("depthwise", name, { kernel, stride, outC: this.channels }, place);
  }

  /** A 1×1 convolution; `stride` 2 reads every other pixel of every other row, as ResNet does. */
  pointwise(name: string, outC: number, place: Place, { stride = 1, bias }: Partial<Convolution> = {}): void {
    const kind = stride === 1 ? "pointwise" : "conv2d";
    this.convolution(kind, name, { kernel: 1, stride, outC, ...(bias ? { bias } : {}) }, place);
  }

  batchNorm(name: string, place: Place): void {
    this.push("batch-norm", name, place, { params: normParams(this.channels), epsilon: this.habits.epsilon });
  }

  activate(kind: Activation | "h-sigmoid", name: string, place: Place): void {
    this.push(kind, name, place);
  }

  maxPool(name: string, kernel: number, stride: number, place: Place): void {
    const [h, w, c] = this.shape;
    const out = (size: number): number => slide(size, kernel, stride, this.habits.padding).out;
    this.push("max-pool", name, place, { outShape: [out(h), out(w), c], kernel, stride });
  }

  globalAveragePool(name: string, place: Place, rest: Pick<Layer, "functional"> = {}): void {
    this.push("global-average-pool", name, place, { outShape: [1, 1, this.channels], ...rest });
  }

  /** A fully connected layer, with a bias unless said otherwise. */
  linear(name: string, outC: number, place: Place, { bias = true }: { readonly bias?: boolean } = {}): void {
    const inC = this.channels;
    this.push("linear", name, place, {
      outShape: [1, 1, outC],
      params: linearParams({ inC, outC }) - (bias ? 0 : outC),
      madds: linearMadds({ inC, outC }),
      ...(bias ? {} : { bias }),
    });
  }

  /** Adds what layer `shortcut` made to the newest output. */
  add(name: string, shortcut: number, place: Place): void {
    this.push("add", name, place, { inputs: [shortcut, this.current] });
  }

  /** Multiplies each channel of layer `of` by its factor in the newest output. */
  scale(name: string, of: number, place: Place): void {
    this.push("scale", name, place, { inputs: [of, this.current], outShape: this.shapeOf(of) });
  }

  /** Passes on the channels from `from` to before `to`. */
  split(name: string, channels: readonly [from: number, to: number], place: Place): void {
    const [h, w] = this.shape;
    this.push("split", name, place, { channels, outShape: [h, w, channels[1] - channels[0]] });
  }

  /** Lays the channels of layer `first` before those of the newest output. */
  concat(name: string, first: number, place: Place): void {
    const [h, w, c] = this.shapeOf(first);
    this.push("concat", name, place, { inputs: [first, this.current], outShape: [h, w, c + this.channels] });
  }

  channelShuffle(name: string, groups: number, place: Place): void {
    this.push("channel-shuffle", name, place, { groups });
  }

  dropout(name: string, place: Place): void {
    this.push("dropout", name, place);
  }

  /** Notes that a PyTorch module of this type ends with the newest layer. */
  end(type: string): void {
    const layer = this.layers[this.current];
    if (layer) this.layers[this.current] = { ...layer, ends: [...(layer.ends ?? []), type] };
  }

  private shapeOf(index: number): Shape {
    return this.layers[index]?.outShape ?? this.input;
  }

  private push(kind: LayerKind, name: string, place: Place, rest: Partial<Layer> = {}): void {
    const inputs = rest.inputs ?? [this.current];
    const inShape = this.shapeOf(inputs[0]!);
    const outShape = rest.outShape ?? inShape;
    this.layers.push({
      index: this.layers.length,
      name,
      kind,
      ...place,
      inShape,
      kernel: 1,
      stride: 1,
      padding: this.habits.padding,
      params: 0,
      madds: 0,
      ...rest,
      inputs,
      outShape,
      bytes: 4 * outShape[0] * outShape[1] * outShape[2],
    });
    this.current = this.layers.length - 1;
  }
}

/** The layers of one block by itself, reading an input of this shape. */
export function blockLayers(input: Shape, write: (list: LayerList) => void, habits: Habits = PYTORCH): Layer[] {
  const list = new LayerList(habits, input);
  write(list);
  return list.layers;
}
