import type { MemoryData, Peak, ScheduleName } from "./compute.ts";
import type { Context } from "./picture.ts";
import { kb, place } from "./picture.ts";

/** The peaks, and what the split saves; our engine's where the others are counted in its float32 too. */
export function describe({ schedules, engine, blocks }: MemoryData, context: Context): string {
  const { state, tr, num } = context;
  const said = ({ bytes, block }: Peak): { kb: string; place: string; bytes: number } => ({
    kb: kb(bytes, context),
    place: place(block, blocks, context),
    bytes,
  });
  const of = (wanted: ScheduleName): ReturnType<typeof said> =>
    said(schedules.find(({ name }) => name === wanted)!.peak);
  const [layers, split, fused, ours] = [of("layers"), of("split"), of("fused"), said(engine.peak)];
  const values = {
    width: num(state.width, { decimals: 2 }),
    resolution: state.resolution,
    parts: state.parts,
    layers: layers.kb,
    layersPlace: layers.place,
    split: split.kb,
    splitPlace: split.place,
    fused: fused.kb,
    fusedPlace: fused.place,
    engine: ours.kb,
    enginePlace: ours.place,
    factor: num(layers.bytes / split.bytes, { decimals: 1 }),
  };
  return [
    tr("say.layers", values),
    tr(split.bytes < layers.bytes ? "say.splitLess" : "say.splitMore", values),
    tr("say.fused", values),
    ...(state.bytes === "4" ? [tr("say.engine", values)] : []),
  ].join(" ");
}
