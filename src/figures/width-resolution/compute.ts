/** MobileNetV1 and V2 at other widths and resolutions: what they cost, by which law, and where it bends. */
import { totals, type Totals } from "@kernels/cost/totals.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import type { BuildOptions } from "@kernels/models/options.ts";
import { accuracyOf, type Accuracy } from "./accuracy.ts";

export type Scaled = "mobilenet-v1" | "mobilenet-v2";

export interface WidthResolutionState {
  readonly network: Scaled;
  /** α, the width multiplier. */
  readonly width: number;
  /** Pixels of the square input's side; ρ is this over 224. */
  readonly resolution: number;
}

export interface Setting extends Totals {
  readonly width: number;
  readonly resolution: number;
  readonly accuracy: Accuracy | null;
}

/** One layer's channels: in the paper at α = 1, times α, and rounded. */
export interface Channels {
  /** 0 the first convolution, then the rows of the table; −1 the last 1×1. */
  readonly row: number;
  readonly paper: number;
  readonly exact: number;
  readonly rounded: number;
}

/** From the law to the count, one reason after another; each is the multiply-adds with all reasons up to it. */
export interface Bend {
  readonly reason: "law" | "layers" | "rounding" | "pixels";
  readonly madds: number;
}

export interface WidthResolutionData {
  readonly network: Scaled;
  /** The paper's widths and resolutions. */
  readonly widths: readonly number[];
  readonly resolutions: readonly number[];
  /** Resolution by resolution, width by width. */
  readonly cells: readonly Setting[];
  readonly chosen: Setting;
  readonly base: Totals;
  /** The chosen setting's totals over those at 1.0 and 224. */
  readonly share: Totals;
  readonly bends: readonly Bend[];
  readonly channels: readonly Channels[];
  /** Points [α, pixels] with the same multiply-adds as the share of the chosen ones says; pixels need not be whole. */
  readonly curves: readonly { readonly share: number; readonly points: readonly (readonly [number, number])[] }[];
}

/** The grids that the papers (V1 tables 6 and 7, V2 section 4 and figure 5) and the official lists of checkpoints have. */
const GRIDS: Readonly<Record<Scaled, { readonly widths: readonly number[]; readonly resolutions: readonly number[] }>> =
  {
    "mobilenet-v1": { widths: [0.25, 0.5, 0.75, 1], resolutions: [224, 192, 160, 128] },
    "mobilenet-v2": { widths: [0.35, 0.5, 0.75, 1, 1.3, 1.4], resolutions: [224, 192, 160, 128, 96] },
  };
const PAPER_SIDE = 224;
export const SHARES = [0.5, 1, 2] as const;
/** Widths of the iso-cost curves. */
const CURVE = Array.from({ length: 26 }, (_, i) => Number((0.25 + 0.05 * i).toFixed(2)));

const totalsAt = (network: Scaled, options: BuildOptions): Totals => totals(NETWORKS[network].build(options));

/** Multiply-adds at any side: those of the classifier are the same, all others go with the side's square. */
function sideFor(network: Scaled, width: number, madds: number): number {
  const layers = NETWORKS[network].build({ width });
  const head = layers.at(-1)?.madds ?? 0;
  const rest = totals(layers).madds - head;
  return PAPER_SIDE * Math.sqrt(Math.max(0, madds - head) / rest);
}

function channelsOf(network: Scaled, width: number): Channels[] {
  const paper = NETWORKS[network].build();
  const scaled = NETWORKS[network].build({ width });
  const rows = [...new Set(paper.map(({ row }) => row))];
  return rows.flatMap((row): Channels[] => {
    const last = paper.findLast((layer) => layer.row === row);
    if (!last || last.kind === "linear" || last.kind === "global-average-pool") return [];
    const isHead = last.part === "head";
    const exact = last.outShape[2] * (isHead ? Math.max(1, width) : width);
    return [{ row: isHead ? -1 : row, paper: last.outShape[2], exact, rounded: scaled[last.index]?.outShape[2] ?? 0 }];
  });
}

function bendsOf({ network, width, resolution }: WidthResolutionState, base: Totals, counted: number): Bend[] {
  const square = (resolution / PAPER_SIDE) ** 2;
  return [
    { reason: "law", madds: base.madds * width ** 2 * square },
    { reason: "layers", madds: totalsAt(network, { width, channelDivisor: 1 }).madds * square },
    { reason: "rounding", madds: totalsAt(network, { width }).madds * square },
    { reason: "pixels", madds: counted },
  ];
}

export function compute(state: WidthResolutionState): WidthResolutionData {
  const { network } = state;
  const setting = (width: number, resolution: number): Setting => ({
    width,
    resolution,
    ...totalsAt(network, { width, resolution }),
    accuracy: accuracyOf(network, width, resolution),
  });
  const { widths, resolutions } = GRIDS[network];
  const base = totalsAt(network, {});
  const chosen = setting(state.width, state.resolution);
  return {
    network,
    widths,
    resolutions,
    cells: resolutions.flatMap((resolution) => widths.map((width) => setting(width, resolution))),
    chosen,
    base,
    share: { madds: chosen.madds / base.madds, params: chosen.params / base.params },
    bends: bendsOf(state, base, chosen.madds),
    channels: channelsOf(network, state.width),
    curves: SHARES.map((share) => ({
      share,
      points: CURVE.map((width) => [width, sideFor(network, width, share * chosen.madds)] as const),
    })),
  };
}
