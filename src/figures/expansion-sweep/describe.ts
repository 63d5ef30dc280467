/** Which part leads and by what factor; what the block costs in all; where its memory peaks. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import type { ExpansionSweepData, ExpansionSweepState } from "./compute.ts";
import { PARTS } from "./parts.ts";

type Context = Pick<DrawContext<ExpansionSweepState>, "tr" | "num" | "state">;

export function describe(data: ExpansionSweepData, { tr, num, state }: Context): string {
  const { level } = data;
  if (!level.peakAt) return tr(data.shortcut ? "say.identity" : "say.nothing");
  const ranked = PARTS.filter((part) => level.madds[part] > 0).sort((a, b) => level.madds[b] - level.madds[a]);
  const most = level.madds[ranked[0]!];
  const leaders = ranked.filter((part) => level.madds[part] === most);
  const next = ranked[leaders.length];
  const times = (a: number, b: number): string => num(a / b, { decimals: 1 });
  const { madds: all, params } = level.total;
  const [first = "", second = ""] = leaders.map((part) => tr(`inside.${part}`));
  const values = {
    t: state.t,
    first,
    second,
    madds: num(most),
    share: num(most / all, { percent: true, decimals: 0 }),
  };
  const behind = next ? { next: tr(`inside.${next}`), factor: times(most, level.madds[next]) } : null;
  const leads = leaders.length > 1 ? "say.two" : "say.one";
  return [
    tr(behind ? leads : `${leads}Alone`, { ...values, ...behind }),
    ...(state.t === 1 ? [tr("say.noExpand")] : []),
    tr("say.all", { madds: num(all), params: num(params) }),
    tr(data.shortcut ? "say.peakShortcut" : "say.peak", {
      part: tr(`inside.${level.peakAt}`),
      bytes: num(level.peakBytes),
      factor: times(level.peakBytes, data.inOutBytes),
    }),
  ].join(" ");
}
