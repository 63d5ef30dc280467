/** Names of stages, and the comparison in words. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import type { Stage } from "./blocks.ts";
import type { BlockFacts, GalleryData, GalleryState } from "./compute.ts";

export type Context = DrawContext<GalleryState>;
type Telling = Pick<Context, "tr" | "num" | "state">;

const isConvolution = ({ kind }: Stage): boolean => kind === "conv2d" || kind === "depthwise" || kind === "pointwise";

/** "depthwise 3×3, stride 2, ReLU6". */
export function stageName(stage: Stage, { tr }: Pick<Context, "tr">): string {
  const { kind, kernel, stride, activation } = stage;
  const parts = [tr(`kinds.${kind}`, { k: String(kernel) })];
  if (stride > 1) parts.push(tr("stride", { stride: String(stride) }));
  if (activation) parts.push(tr(`activations.${activation}`));
  else if (isConvolution(stage)) parts.push(tr("linear"));
  return parts.join(tr("comma"));
}

export const stageAt = ({ stages }: BlockFacts, at: number): number => Math.min(at, stages.length - 1);

/** How many times one number is another, the larger over the smaller; null where they are equal. */
function compare(a: number, b: number, num: Context["num"]): { readonly key: string; readonly factor: string } {
  if (a === b) return { key: "same", factor: "" };
  const [large, small] = a > b ? [a, b] : [b, a];
  return { key: b > a ? "more" : "less", factor: num(large / small, { decimals: large / small < 10 ? 2 : 1 }) };
}

export function describe({ a, b }: GalleryData, { tr, num, state }: Telling): string {
  const name = { a: tr(`names.${a.id}`), b: tr(`names.${b.id}`) };
  if (a.id === b.id)
    return tr("say.one", { a: name.a, madds: num(a.madds), params: num(a.params), bytes: num(a.peakBytes) });
  const madds = compare(a.madds, b.madds, num);
  const params = compare(a.params, b.params, num);
  const memory = compare(a.peakBytes, b.peakBytes, num);
  const step = (block: BlockFacts): string => {
    const at = stageAt(block, state.at);
    return stageName(block.stages[at]!, { tr });
  };
  const live = (block: BlockFacts): string => num(block.stages[stageAt(block, state.at)]!.bytesLive);
  return [
    tr(`say.madds.${madds.key}`, { ...name, factor: madds.factor, am: num(a.madds), bm: num(b.madds) }),
    tr("say.rest", {
      params: tr(`say.params.${params.key}`, { factor: params.factor }),
      memory: tr(`say.memory.${memory.key}`, { factor: memory.factor }),
    }),
    tr("say.step", { at: String(state.at), ...name, sa: step(a), sb: step(b), la: live(a), lb: live(b) }),
  ].join(" ");
}
