/** All panels of the city in one state, as markup: the way through it, its picture from the side, and the figures. */
import type { Panel } from "@/figures/shell/contract.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import type { CityData } from "./compute.ts";
import { factsHtml } from "./facts.ts";
import { type City, layCity } from "./layout.ts";
import { LAST_BLOCK, WHOLE } from "./networks.ts";
import { type Frame, twinSvg } from "./twin.ts";
import { blockName, blockShort, type Context } from "./words.ts";

/** As the style sheet shows them: one on wide screens, the other on narrow ones, each near its natural size. */
export const WIDE: Frame = { width: 960, height: 420, text: 14, rows: 1 };
export const NARROW: Frame = { width: 360, height: 400, text: 13.5, rows: 4 };

export const cityOf = ({ street, other }: CityData): City => layCity(other ? [street, other] : [street]);

const setter = (block: number): string => escapeHtml(JSON.stringify({ block: String(block) }));

function navHtml({ state, tr }: Context): string {
  const { block } = state;
  const step = (name: "previous" | "next", to: number, off: boolean): string =>
    `<button type="button" class="button" data-nav="${name}" data-set='${setter(to)}'${off ? ' aria-disabled="true"' : ""}>${escapeHtml(tr(`nav.${name}`))}</button>`;
  const blocks = Array.from({ length: LAST_BLOCK + 1 }, (_, one) => {
    const name = tr("nav.open", { block: blockName(tr, one) });
    return `<button type="button" class="chip" data-block="${String(one)}" data-set='${setter(one === block ? WHOLE : one)}' aria-label="${escapeHtml(name)}" title="${escapeHtml(name)}" aria-pressed="${String(one === block)}">${escapeHtml(blockShort(tr, one))}</button>`;
  });
  const ways = [
    step("previous", Math.max(0, block - 1), block <= 0),
    step("next", Math.min(LAST_BLOCK, block + 1), block === LAST_BLOCK),
    `<button type="button" class="button" data-nav="whole" data-set='${setter(WHOLE)}'${block === WHOLE ? ' aria-disabled="true"' : ""}>${escapeHtml(tr("nav.whole"))}</button>`,
  ];
  return `<div class="city-ways" role="group" aria-label="${escapeHtml(tr("nav.legend"))}">${ways.join("")}</div><div class="city-blocks" role="group" aria-label="${escapeHtml(tr("nav.blocks"))}">${blocks.join("")}</div>`;
}

const altOf = ({ street, other }: CityData, { tr, state }: Context): string =>
  [
    tr("alt.city", { network: tr(`start.${street.network}`), tensors: street.tensors.length }),
    state.block === WHOLE ? "" : tr("alt.open", { block: blockName(tr, state.block) }),
    other ? tr("alt.other", { network: tr(`network.${other.network}`) }) : "",
  ]
    .filter(Boolean)
    .join(" ");

/** The picture from the side, once for wide and once for narrow screens. */
function twinHtml(data: CityData, context: Context): string {
  const city = cityOf(data);
  const drawn = ([WIDE, NARROW] as const).map((frame) => {
    const { width, height } = frame;
    return `<svg class="${frame === WIDE ? "wide" : "narrow"}" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${escapeHtml(altOf(data, context))}">${twinSvg(city, frame, context)}</svg>`;
  });
  return drawn.join("");
}

const titleOf = ({ street, other }: CityData, tr: Context["tr"]): string =>
  tr(other ? "panels.twoCities" : "panels.city", {
    network: tr(`start.${street.network}`),
    other: other ? tr(`start.${other.network}`) : "",
  });

export function cityPanel(data: CityData, context: Context): Panel {
  return {
    id: "city",
    title: titleOf(data, context.tr),
    span: 12,
    stage: true,
    html: twinHtml(data, context),
    // The file that a reader downloads has the wide one.
    svg: twinSvg(cityOf(data), WIDE, context),
    width: WIDE.width,
    height: WIDE.height,
  };
}

export const panelsOf = (data: CityData, context: Context): Panel[] => [
  { id: "nav", title: "", span: 12, html: navHtml(context) },
  cityPanel(data, context),
  {
    id: "facts",
    title:
      context.state.block === WHOLE
        ? context.tr("panels.whole")
        : context.tr("panels.block", { block: blockName(context.tr, context.state.block) }),
    span: 12,
    html: factsHtml(data, context),
  },
];
