/** The state in words: the picked value, its sum, what becomes of it; what a switch did to the answer. */
import type { MicroscopeData } from "./compute.ts";
import { provenanceWords } from "./provenance-html.ts";
import { cellsOf, type Context, isSum, stepTitle } from "./words.ts";

export function describe(data: MicroscopeData, context: Context): string {
  const { tr, num, state } = context;
  const { c, y, x } = data.cell;
  const values = {
    step: stepTitle(tr, data, "full"),
    c: String(c),
    y: String(y),
    x: String(x),
    n: data.terms.length,
    sum: num(data.sum),
    value: num(data.value),
  };
  const kind = isSum(data.kind) ? "sum" : data.kind;
  const later = data.later.map(({ step, value }) =>
    tr("say.after", { step: tr(`say.step.${step}`), value: num(value) }),
  );
  const made = tr(`say.${kind}`, values);
  const size = cellsOf(data.shape);
  const percent = (count: number): string => num(count / size, { percent: true, decimals: 0 });
  const sentences = [`${[made, ...later].join(", ")}.`];
  if (state.step !== data.step) {
    sentences.push(tr("say.skipped", { block: String(data.block), wanted: tr(`steps.${state.step}`) }));
  }
  sentences.push(tr("say.shares", { zeros: percent(data.zeros), sixes: percent(data.sixes), sixCount: data.sixes }));
  const provenance = provenanceWords(data, context);
  if (provenance !== "") sentences.push(provenance);
  if (data.nans > 0) sentences.push(tr("say.nans", { n: data.nans }));
  sentences.push(answer(data, context));
  return sentences.join(" ");
}

function answer({ prediction, trained, source, block }: MicroscopeData, { tr, num, state }: Context): string {
  if (source === "blank") return tr("say.blank");
  const share = (value: number): string => num(value, { percent: true, decimals: 1 });
  const [now, before] = [prediction.top[0], trained?.top[0]];
  if (!now) return "";
  // A digit's name is its figure; other classes have names of their own.
  const named = (label: string): string =>
    tr(state.network === "digits" && !state.weights ? "named.digit" : "named.class", { label });
  if (!before) return tr("say.reads", { label: named(now.label), share: share(now.probability) });
  const what = [state.neckRelu6 ? tr("say.neck") : "", state.shortcut ? "" : tr("say.noShortcut")].filter(Boolean);
  return tr(before.index === now.index ? "say.still" : "say.instead", {
    what: what.join(tr("say.and")),
    where: tr(state.scope === "network" ? "say.everywhere" : "say.here", { block: String(block) }),
    label: named(now.label),
    share: share(now.probability),
    before: named(before.label),
    beforeShare: share(before.probability),
  });
}
