/** A network of the family as a table: its layers, its paper's rows, and what is published about its totals. */
import { totals, type Totals } from "@kernels/cost/totals.ts";
import { NETWORKS, type NetworkId } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { parameterTensors } from "@kernels/models/parameters.ts";
import { torchsummaryText } from "@kernels/models/torchsummary.ts";
import { kindTotals } from "./kinds.ts";
import { publishedTotals, type PublishedTotals, storyOf } from "./published.ts";
import { paperRows, type PaperRow } from "./rows.ts";

export interface ArchitectureState {
  readonly network: NetworkId;
  readonly width: number;
  /** Pixels of the square input's side. */
  readonly resolution: number;
}

export interface TableLayer extends Totals {
  readonly name: string;
  readonly kind: Layer["kind"];
  /** Output: height, width, channels. */
  readonly shape: Layer["outShape"];
  readonly block: number;
  /** Index in `rows`. */
  readonly row: number;
}

/** Parameters by what they are: filters and matrices, batch norm's scale and shift, biases. */
export interface ParameterSorts {
  readonly weights: number;
  readonly batchNorm: number;
  readonly biases: number;
}

export interface ArchitectureData extends Totals {
  readonly network: NetworkId;
  readonly layers: readonly TableLayer[];
  readonly rows: readonly PaperRow[];
  readonly sorts: ParameterSorts;
  readonly kinds: ReturnType<typeof kindTotals>;
  readonly published: PublishedTotals;
  /** Why the totals differ from what is printed, where this setting has a reason of its own. */
  readonly story: ReturnType<typeof storyOf>;
  /** The layer list as the torchsummary package prints it. */
  readonly summary: string;
}

function sortsOf(layers: readonly Layer[]): ParameterSorts {
  const sorts = { weights: 0, batchNorm: 0, biases: 0 };
  for (const layer of layers) {
    const biases = layer.kind === "batch-norm" ? 0 : biasesOf(layer);
    sorts.biases += biases;
    sorts[layer.kind === "batch-norm" ? "batchNorm" : "weights"] += layer.params - biases;
  }
  return sorts;
}

const biasesOf = (layer: Layer): number =>
  parameterTensors(layer).find(({ name }) => name.endsWith(".bias"))?.shape[0] ?? 0;

export function compute({ network, width, resolution }: ArchitectureState): ArchitectureData {
  const layers = NETWORKS[network].build({ width, resolution });
  return {
    network,
    ...totals(layers),
    layers: layers.map(({ name, kind, outShape, params, madds, block, row }) => ({
      name,
      kind,
      shape: outShape,
      params,
      madds,
      block,
      row,
    })),
    rows: paperRows(layers),
    sorts: sortsOf(layers),
    kinds: kindTotals(layers),
    published: publishedTotals(network, width, resolution),
    story: storyOf(network, width, resolution),
    summary: torchsummaryText(layers),
  };
}
