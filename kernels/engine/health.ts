import { CloudRank } from "../manifold/spectrum.ts";
import type { Layer } from "../models/layer.ts";
import type { Tensor } from "../tensor.ts";

const CAP = 6;
const clip = (value: number): number => Math.min(Math.max(value, 0), CAP);

/** What a ReLU6 does to a tensor, over all positions of all inputs. */
export interface ClipHealth {
  readonly channels: number;
  /** Shares of values that it sets to 0 and to 6. */
  readonly zeros: number;
  readonly sixes: number;
  /** Channels that were never above zero. */
  readonly dead: number;
  /** At `[k]` the positions that keep k channels strictly between 0 and 6. */
  readonly kept: readonly number[];
}

export interface BlockHealth {
  readonly block: number;
  /** Behind the expansion; null in a block that does not expand. */
  readonly expand: ClipHealth | null;
  readonly depthwise: ClipHealth;
  /** What a ReLU6 on the neck would do; there is none. */
  readonly neck: ClipHealth;
  /** Effective rank of the neck, and of the neck behind such a ReLU6. */
  readonly rank: number;
  readonly clippedRank: number;
  /** Share of positions that keep fewer active channels behind the expansion than the block's input has. */
  readonly lost: number | null;
  /** Share of positions that would keep fewer active channels in a clipped neck than the dimensions it fills. */
  readonly neckLost: number;
}

/** Share of positions that keep fewer than `needed` channels. */
export function shareBelow({ kept }: ClipHealth, needed: number): number {
  const positions = kept.reduce((sum, count) => sum + count, 0);
  return kept.slice(0, Math.ceil(needed)).reduce((sum, count) => sum + count, 0) / positions;
}

/** Counts what a ReLU6 does; takes its input or its output, which tell the same. */
class ClipCount {
  private readonly kept: number[];
  private readonly fired: Uint8Array;
  private zeros = 0;
  private sixes = 0;
  private values = 0;

  constructor(channels: number) {
    this.kept = Array.from({ length: channels + 1 }, () => 0);
    this.fired = new Uint8Array(channels);
  }

  add(data: Float32Array): void {
    const channels = this.fired.length;
    for (let from = 0; from < data.length; from += channels) {
      let active = 0;
      for (let c = 0; c < channels; c++) {
        const value = data[from + c]!;
        if (value <= 0) {
          this.zeros++;
          continue;
        }
        this.fired[c] = 1;
        if (value >= CAP) this.sixes++;
        else active++;
      }
      this.kept[active]!++;
    }
    this.values += data.length;
  }

  get health(): ClipHealth {
    return {
      channels: this.fired.length,
      zeros: this.zeros / this.values,
      sixes: this.sixes / this.values,
      dead: this.fired.filter((one) => one === 0).length,
      kept: this.kept,
    };
  }
}

/** The three tensors of a bottleneck that are looked at, by the step that makes them. */
const STEPS = ["expand-relu6", "depthwise-relu6", "project-bn"] as const;

/**
 * How well a network's bottlenecks are: feed it every tensor of every run on a small set of inputs.
 *
 * A position can be recovered behind an expansion if as many channels stay active as its input has (the law of random
 * matrices). For a ReLU6 on the neck the milder measure is taken: as many as the dimensions that the neck fills.
 */
export class NetworkHealth {
  private readonly layers: readonly Layer[];
  private readonly counts = new Map<number, ClipCount>();
  private readonly ranks = new Map<number, { readonly plain: CloudRank; readonly clipped: CloudRank }>();

  constructor(layers: readonly Layer[]) {
    this.layers = layers;
    for (const { index, step, outShape } of layers) {
      const [, , channels] = outShape;
      if (STEPS.some((one) => one === step)) this.counts.set(index, new ClipCount(channels));
      if (step === "project-bn")
        this.ranks.set(index, { plain: new CloudRank(channels), clipped: new CloudRank(channels) });
    }
  }

  add({ index }: Layer, { data, shape }: Tensor): void {
    this.counts.get(index)?.add(data);
    const ranks = this.ranks.get(index);
    if (!ranks) return;
    for (let from = 0; from < data.length; from += shape[2]) {
      ranks.plain.add(data, from);
      ranks.clipped.add(data, from, clip);
    }
  }

  get blocks(): readonly BlockHealth[] {
    return this.layers
      .filter(({ step }) => step === "project-bn")
      .map(({ block, index }): BlockHealth => {
        const own = this.layers.filter((layer) => layer.block === block);
        const clipOf = (step: (typeof STEPS)[number]): ClipHealth | null => {
          const layer = own.find((one) => one.step === step);
          return layer ? this.counts.get(layer.index)!.health : null;
        };
        const [expand, depthwise, neck] = STEPS.map(clipOf) as [ClipHealth | null, ClipHealth, ClipHealth];
        const { plain, clipped } = this.ranks.get(index)!;
        const rank = plain.rank;
        return {
          block,
          expand,
          depthwise,
          neck,
          rank,
          clippedRank: clipped.rank,
          lost: expand && shareBelow(expand, own[0]!.inShape[2]),
          neckLost: shareBelow(neck, rank),
        };
      });
  }
}
