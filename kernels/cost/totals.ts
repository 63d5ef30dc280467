import type { Layer } from "../models/layer.ts";

export interface Totals {
  readonly params: number;
  readonly madds: number;
}

/** Parameters and multiply-adds of a layer list, or of any part of one, for one input. */
export function totals(layers: readonly Layer[]): Totals {
  return {
    params: layers.reduce((sum, layer) => sum + layer.params, 0),
    madds: layers.reduce((sum, layer) => sum + layer.madds, 0),
  };
}
