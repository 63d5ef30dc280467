/** The tensors of a step as textures hold them: what was read, then what was made. The page and the worker name them alike. */
import type { AtlasTensor } from "@/figures/shell/tensor-atlas.ts";
import type { MicroscopeData } from "./compute.ts";
import { marksSix, type ScaleMode, scalesOf } from "./scale.ts";
import type { Place } from "./steps.ts";

export type StepTensors = Pick<MicroscopeData, "block" | "step" | "shape" | "tensor" | "extent" | "sources">;

/** A tensor's name among those of its step. */
export const keyOf = ({ block, step }: Place): string => `${String(block)}/${step}`;

export function atlasTensors(data: StepTensors, mode: ScaleMode): (AtlasTensor & Place & { values: Float32Array })[] {
  const scales = scalesOf(data, mode);
  return [
    ...data.sources.map(({ block, step, shape, values }) => ({
      ...{ key: keyOf({ block, step }), block, step, shape, values },
      ...{ reach: scales.before.reach, marksSix: marksSix(step) },
    })),
    {
      ...{ key: keyOf(data), block: data.block, step: data.step, shape: data.shape, values: data.tensor },
      ...{ reach: scales.after.reach, marksSix: marksSix(data.step) },
    },
  ];
}
