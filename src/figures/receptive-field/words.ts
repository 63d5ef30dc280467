/** Names of places, and the state in words: reach by formula, and what of it is measured to matter. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import { percent } from "@/figures/shell/share-words.ts";
import type { FieldData, FieldState } from "./compute.ts";
import { lastBlock, type Place } from "./places.ts";

export type Context = DrawContext<FieldState>;

/** A step's name inside a sentence; stem, last 1×1 and MobileNetV1 have their own. */
export function stepName({ tr }: Pick<Context, "tr">, network: FieldState["network"], { block, step }: Place): string {
  if (step === "input") return tr("steps.input");
  if (block === 0) return tr(`steps.stem.${step}`);
  if (network === "mobilenet-v1") return tr(`steps.v1.${step}`);
  return tr(block === lastBlock(network) ? `steps.last.${step}` : `steps.${step}`);
}

export const sizeOf = ({ top, left, bottom, right }: FieldData["tensors"][number]["reach"]) => ({
  rows: String(bottom - top + 1),
  columns: String(right - left + 1),
});

export function describe(data: FieldData, context: Context): string {
  const { tr, num, state } = context;
  const [picture] = data.tensors;
  if (!picture) return "";
  const { inside, measured, reach, shape } = picture;
  const all = shape[0] * shape[1];
  const { c, y, x } = data.cell;
  const values = {
    step: stepName(context, data.network, data),
    block: String(data.block),
    c: String(c),
    y: String(y),
    x: String(x),
    side: String(shape[0]),
    inside: num(inside),
    ...sizeOf(reach),
  };
  const sentences = [tr("say.reach", values)];
  const covers = inside === all;
  const whole = (reach.bottom - reach.top + 1) * (reach.right - reach.left + 1) > inside;
  sentences.push(tr(covers ? "say.covers" : whole ? "say.cut" : "say.within", values));
  if (measured) {
    const held = data.step.endsWith("relu6") && (data.value === 0 || data.value === 6);
    const key = measured.carry > 0 ? "say.carry" : held ? "say.still" : "say.closed";
    const share = percent(inside === 0 ? 0 : measured.carry / inside, num);
    sentences.push(tr(key, { n: measured.carry, share, value: num(data.value ?? 0) }));
  } else sentences.push(tr("say.formula"));
  if (state.step !== data.step && state.step !== "add") sentences.push(tr("say.skipped", values));
  return sentences.join(" ");
}
