/** What is written in space: sizes along the axes, rulers, the picked value. The same words in the stage and its twin. */
import type { StageLabel } from "@/figures/shell/stage-scene.ts";
import { axisMarks, pointAt, type Street } from "@/figures/shell/tensor-layout.ts";
import type { MicroscopeData } from "./compute.ts";
import { asideOf, rulersOf, type Space, type Up } from "./space.ts";
import { layersIn, outlineOf } from "./steps.ts";
import type { Context } from "./words.ts";

/** A tensor inside a widened block has t times its input's channels. */
function isWidened(space: Space, tensor: number, state: Context["state"]): boolean {
  const { block, step, shape } = space.tensors[tensor]!;
  if (block < 1 || block > 17 || !/^(expand|depthwise)/.test(step)) return false;
  const { hidden, expansion } = outlineOf(layersIn(state), block);
  return expansion > 1 && shape[2] === hidden;
}

export function labelsOf(
  space: Space,
  street: Street,
  up: Up,
  data: Pick<MicroscopeData, "value">,
  { tr, num, state }: Pick<Context, "tr" | "num" | "state">,
): StageLabel[] {
  const aside = asideOf(space);
  const made = space.tensors.length - 1;
  const labels = street.tensors.flatMap((standing, tensor): StageLabel[] => {
    const axes = axisMarks(standing, street, aside).map(({ axis, size, at, anchor }): StageLabel => {
      const key = axis === "c" && isWidened(space, tensor, state) ? "tc" : axis;
      return { at, anchor, text: tr(`space.${key}`, { n: size }) };
    });
    // Equal neighbours need their height and width written once.
    const [h, w] = standing.shape;
    const before = street.tensors[tensor - 1]?.shape;
    return before && before[0] === h && before[1] === w ? axes.filter((_, i) => i === 2) : axes;
  });
  const { c } = space.cell;
  street.tensors.forEach((standing, tensor) => {
    const { pulled } = space.tensors[tensor]!;
    if (tensor !== made && pulled === null) return;
    const [, w] = standing.shape;
    const at = pointAt(standing, street, { c: pulled ?? c, y: -1.1 * aside, x: w / 2, up: up(tensor, pulled ?? c) });
    const values = { c: String(c), value: num(data.value) };
    labels.push({
      at,
      text: tr(tensor === made ? "space.picked" : "space.channel", values),
      ink: tensor === made ? "accent" : "input",
    });
  });
  for (const { axis, size, name } of rulersOf(space, street))
    labels.push({ at: name, anchor: "start", text: tr(`space.${axis}`, { n: size }) });
  return labels;
}
