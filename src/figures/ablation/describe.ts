/** What is compared, what it costs, and how much work the experiment is. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import type { AblationData, Variant } from "./compute.ts";
import { type AblationState, CHOICE_NAMES } from "./variants.ts";

type Context = Pick<DrawContext<AblationState>, "tr" | "num">;
const FIELDS = { Neck: "neck", Shortcut: "shortcut", T: "t", Filter: "filter", After: "after" } as const;

/** How a variant differs from the first, in words; "" if in nothing. */
export function differs(variant: Variant, first: Variant, { tr }: Pick<Context, "tr">): string {
  return CHOICE_NAMES.filter((name) => variant[FIELDS[name]] !== first[FIELDS[name]])
    .map((name) => tr(`is.${FIELDS[name]}.${variant[FIELDS[name]]}`))
    .join(tr("is.and"));
}

export function describe({ variants, seeds, epochs, train, work }: AblationData, context: Context): string {
  const { tr, num } = context;
  const [first, ...rest] = variants;
  if (!first) return "";
  const sentences = rest.map((variant) => {
    const values = { variant: tr(`variant.${variant.id}`), what: differs(variant, first, context) };
    if (variant.sameAs) return tr("say.same", { ...values, other: tr(`variant.${variant.sameAs}`) });
    const price = {
      params: num(variant.params / first.params, { decimals: 2 }),
      madds: num(variant.madds / first.madds, { decimals: 2 }),
    };
    const costs = variant.params === first.params && variant.madds === first.madds ? "say.equalPrice" : "say.price";
    return `${tr("say.differs", values)} ${tr(costs, { ...values, ...price })}`;
  });
  const plan = {
    runs: variants.length * seeds.length,
    epochs,
    train: num(train),
    work: num(work / 1e9, { decimals: 0 }),
  };
  return [...sentences, tr("say.plan", plan)].join(" ");
}
