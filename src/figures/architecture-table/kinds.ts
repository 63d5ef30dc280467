/** A layer list summed by kind of layer: how many, what they hold, multiply and move. */
import type { Layer } from "@kernels/models/layer.ts";

/** The kinds that have parameters, in the order of the table. */
export const KINDS = ["conv2d", "depthwise", "pointwise", "linear", "batch-norm"] as const;
export type Kind = (typeof KINDS)[number];

export interface KindTotals {
  readonly layers: number;
  readonly params: number;
  readonly madds: number;
  /**
   * Values read and written: a layer's input, its weights and its output once each. Batch norm and activation happen on
   * the way and move none; layers without weights (pools, additions, shuffles) are left out.
   */
  readonly moved: number;
  /** Multiply-adds for each value moved. */
  readonly perValue: number;
  /** Of the whole network's, from 0 to 1. */
  readonly share: { readonly params: number; readonly madds: number; readonly moved: number };
}

const values = (shape: Layer["inShape"]): number => shape[0] * shape[1] * shape[2];

const movedBy = (layer: Layer): number =>
  layer.kind === "batch-norm" ? 0 : values(layer.inShape) + layer.params + values(layer.outShape);

export function kindTotals(layers: readonly Layer[]): Readonly<Record<Kind, KindTotals>> {
  const priced = layers.filter(({ kind }) => (KINDS as readonly string[]).includes(kind));
  const sum = (list: readonly Layer[], of: (layer: Layer) => number): number =>
    list.reduce((total, layer) => total + of(layer), 0);
  const of = (list: readonly Layer[]): { params: number; madds: number; moved: number } => ({
    params: sum(list, ({ params }) => params),
    madds: sum(list, ({ madds }) => madds),
    moved: sum(list, movedBy),
  });
  const all = of(priced);
  const entries = KINDS.map((kind): [Kind, KindTotals] => {
    const own = priced.filter((layer) => layer.kind === kind);
    const { params, madds, moved } = of(own);
    const share = { params: params / all.params, madds: madds / all.madds, moved: moved / all.moved };
    return [kind, { layers: own.length, params, madds, moved, perValue: moved === 0 ? 0 : madds / moved, share }];
  });
  return Object.fromEntries(entries) as Record<Kind, KindTotals>;
}
