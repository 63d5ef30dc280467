/** Activation memory of MobileNetV2 over a run: layer by layer, split into parts, block by block, and by our engine. */
import { blockByBlock, layerByLayer, type Moment, peakMoment } from "@kernels/cost/schedule.ts";
import { fusedMoments } from "@kernels/engine/footprint.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { shortMaxima, type Slips, slips, tableThree, type TableThreeRow } from "./table-three.ts";

export interface MemoryState {
  readonly width: number;
  readonly resolution: number;
  /** Into how many parts a block's inner channels are cut. */
  readonly parts: number;
  /** Bytes a value: 1, 2 or 4. */
  readonly bytes: "1" | "2" | "4";
}

export const SCHEDULES = ["layers", "split", "fused"] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

export interface Peak {
  readonly bytes: number;
  readonly block: number;
  /** torchvision's name of the layer at work. */
  readonly layer: string;
  readonly kind: Layer["kind"];
}

export interface Schedule {
  readonly name: ScheduleName | "engine";
  /** In the order of the run, each block as long as every other. */
  readonly moments: readonly Moment[];
  readonly peak: Peak;
}

export interface MemoryData {
  /** Blocks in order: 0 the stem, 18 the last 1×1, 19 the head. */
  readonly blocks: number;
  readonly schedules: readonly Schedule[];
  /** The peaks in kB of 1,000 bytes. */
  readonly peakKb: Readonly<Record<Schedule["name"], number>>;
  /** As our engine runs it, always at four bytes a value. */
  readonly engine: Schedule;
  readonly tableThree: readonly TableThreeRow[];
  readonly shortMaxima: ReturnType<typeof shortMaxima>;
  readonly slips: Slips;
}

function scheduleOf(name: Schedule["name"], moments: readonly Moment[], layers: readonly Layer[]): Schedule {
  const worst = peakMoment(moments);
  const layer = layers[worst?.layer ?? 0]!;
  return {
    name,
    moments,
    peak: { bytes: worst?.bytes ?? 0, block: layer.block, layer: layer.name, kind: layer.kind },
  };
}

export function compute({ width, resolution, parts, bytes }: MemoryState): MemoryData {
  const layers = NETWORKS["mobilenet-v2"].build({ width, resolution });
  const size = Number(bytes);
  const [whole, split, fused] = [
    scheduleOf("layers", layerByLayer(layers, size), layers),
    scheduleOf("split", blockByBlock(layers, parts, size), layers),
    scheduleOf("fused", blockByBlock(layers, null, size), layers),
  ];
  const engine = scheduleOf("engine", fusedMoments(layers), layers);
  const kb = ({ peak }: Schedule): number => peak.bytes / 1000;
  return {
    blocks: (layers.at(-1)?.block ?? 0) + 1,
    schedules: [whole, split, fused],
    peakKb: { layers: kb(whole), split: kb(split), fused: kb(fused), engine: kb(engine) },
    engine,
    tableThree: tableThree({ width, resolution }, size),
    shortMaxima: shortMaxima(),
    slips: slips(),
  };
}
