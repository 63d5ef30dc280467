/** MobileNetV2's table 3 as printed, beside the same count from the layer lists. */
import { fact } from "@kernels/facts/index.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import type { BuildOptions } from "@kernels/models/options.ts";

export const NETWORKS_OF_TABLE = ["mobilenet-v1", "mobilenet-v2", "shufflenet"] as const;
export type TableNetwork = (typeof NETWORKS_OF_TABLE)[number];

/** Channels and memory of the largest tensor that must exist at one size. */
export interface Largest {
  readonly channels: number;
  readonly bytes: number;
}

export interface TableThreeRow {
  /** The paper's size: pixels of the side at 224. */
  readonly paperSide: number;
  readonly printed: Readonly<Record<TableNetwork, { readonly channels: string; readonly kb: string }>>;
  /** Counted for the chosen width and resolution: the side there, and what is largest. */
  readonly side: number;
  readonly counted: Readonly<Record<"mobilenet-v1" | "mobilenet-v2", Largest>>;
}

const SIDES = [112, 56, 28, 14, 7, 1] as const;

/** What a network hands from block to block: MobileNetV1's 1×1 outputs, MobileNetV2's necks; the insides need not exist. */
function handedOn(layers: readonly Layer[]): Layer[] {
  return layers.filter(
    ({ index, block, part, kind }) =>
      layers[index + 1]?.block !== block && (part !== "filter" || kind === "add") && kind !== "linear",
  );
}

/** The largest of them at each size, the sizes in order from large to small. */
function largest(layers: readonly Layer[], bytesPerValue: number): { side: number; largest: Largest }[] {
  const found = new Map<number, Largest>();
  for (const { kind, outShape, part } of [
    ...handedOn(layers),
    ...layers.filter((one) => one.kind === "global-average-pool"),
  ]) {
    // The last 1×1 of MobileNetV2 feeds the pool alone and can be averaged as it is made, as table 3 has it.
    if (part === "head" && kind !== "global-average-pool") continue;
    const [h, w, channels] = outShape;
    const bytes = h * w * channels * bytesPerValue;
    if (bytes > (found.get(h)?.bytes ?? -1)) found.set(h, { channels, bytes });
  }
  return [...found].sort(([a], [b]) => b - a).map(([side, most]) => ({ side, largest: most }));
}

export function tableThree(
  options: Pick<BuildOptions, "width" | "resolution">,
  bytesPerValue: number,
): TableThreeRow[] {
  const v1 = largest(NETWORKS["mobilenet-v1"].build(options), bytesPerValue);
  const v2 = largest(NETWORKS["mobilenet-v2"].build(options), bytesPerValue);
  return SIDES.flatMap((paperSide, i): TableThreeRow[] => {
    const [one, two] = [v1[i], v2[i]];
    if (!one || !two) return [];
    const printed = (network: TableNetwork): { channels: string; kb: string } => ({
      channels: fact(`mobilenet-v2.table-3.${String(paperSide)}.${network}.channels`).text,
      kb: fact(`mobilenet-v2.table-3.${String(paperSide)}.${network}.kb`).text,
    });
    return [
      {
        paperSide,
        printed: {
          "mobilenet-v1": printed("mobilenet-v1"),
          "mobilenet-v2": printed("mobilenet-v2"),
          shufflenet: printed("shufflenet"),
        },
        side: two.side,
        counted: { "mobilenet-v1": one.largest, "mobilenet-v2": two.largest },
      },
    ];
  });
}

/** The last row of the table: as the long version prints it, and the shorter one, whose first layers are fused. */
export const shortMaxima = (): Readonly<Record<TableNetwork, { readonly long: string; readonly short: string }>> => {
  const max = (network: TableNetwork): { long: string; short: string } => ({
    long: fact(`mobilenet-v2.table-3.max.${network}.kb`).text,
    short: fact(`mobilenet-v2.table-3-short.max.${network}.kb`).text,
  });
  return {
    "mobilenet-v1": max("mobilenet-v1"),
    "mobilenet-v2": max("mobilenet-v2"),
    shufflenet: max("shufflenet"),
  };
};

/** Where table 3 disagrees with table 2 or with itself, from the facts: V2's channels, and V1 at 7 × 7. */
export interface Slips {
  /** Channels of table 2 at 56², 28² and 14², and what table 3 prints there. */
  readonly own: readonly number[];
  readonly printed: readonly string[];
  /** Channels of V1 at 7². */
  readonly channels: string;
}

export function slips(): Slips {
  const sides = [56, 28, 14];
  const paper = tableThree({}, 2);
  return {
    own: sides.map((side) => paper.find(({ paperSide }) => paperSide === side)?.counted["mobilenet-v2"].channels ?? 0),
    printed: sides.map((side) => fact(`mobilenet-v2.table-3.${String(side)}.mobilenet-v2.channels`).text),
    channels: fact("mobilenet-v2.table-3.7.mobilenet-v1.channels").text,
  };
}
