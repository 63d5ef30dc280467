/** The formula with its factors as buttons, the three totals split, what doubling does, and the curves. */
import { axes, CHART_TEXT, CHART_WIDTH, logarithmic, type Area } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { type Ink, type Mark, marksSvg } from "@/figures/shell/marks.ts";
import { percent } from "@/figures/shell/share-words.ts";
import { type Factor, FACTORS, MOST } from "./bounds.ts";
import type { CostData, CostState, Price } from "./compute.ts";

type Context = DrawContext<CostState>;

const esc = escapeHtml;
const setting = (change: Readonly<Record<string, string>>): string => esc(JSON.stringify(change));

/** What a factor's two buttons go to; the kernel walks odd numbers. */
function steps(factor: Factor, value: number): readonly [less: number, more: number] {
  return factor === "kernel" ? [value - 2, value + 2] : [Math.max(1, Math.floor(value / 2)), value * 2];
}

function formulaHtml(data: CostData, { state, tr, num }: Context): string {
  const cards = FACTORS.map((factor) => {
    const value = state[factor];
    const name = tr(`factor.${factor}`);
    const shown = factor === "size" ? [data.out, data.out] : factor === "kernel" ? [value, value] : [value];
    const button = (to: number, key: string): string => {
      const off = to < 1 || to > MOST[factor] || to === value;
      const sign = tr(`${factor === "kernel" ? "kernelStep" : "step"}.${key}`);
      const bound = num(key === "less" ? 1 : MOST[factor]);
      // A name begins with what is seen, for those who speak to the page.
      const label = off
        ? tr(key === "less" ? "atLeast" : "atMost", { sign, name, bound })
        : tr("goTo", { sign, name: tr(`controls.${factor}.label`), value: num(to) });
      return `<button type="button" class="button" aria-label="${esc(label)}" title="${esc(label)}"${
        off ? ' aria-disabled="true"' : ` data-set="${setting({ [factor]: String(to) })}"`
      }>${esc(sign)}</button>`;
    };
    const [less, more] = steps(factor, value);
    const pressed = String(state.factor === factor);
    return `<li><button type="button" class="name" data-set="${setting({ factor })}" aria-pressed="${pressed}"><span>${esc(
      name,
    )}</span><b>${esc(shown.map((one) => num(one)).join(" · "))}</b></button>${button(less, "less")}${button(more, "more")}</li>`;
  });
  return `<ul class="formula">${cards.join("")}</ul><p class="product">${esc(
    tr("product", { madds: num(data.price.madds) }),
  )}</p>`;
}

const PARTS = {
  madds: ["pixels", "padding"],
  params: ["weights", "norm"],
  bytes: ["input", "weights", "output"],
} as const;
type Total = keyof typeof PARTS;
const TOTALS: readonly Total[] = ["madds", "params", "bytes"];

function splitHtml(data: CostData, { tr, num }: Context): string {
  return TOTALS.map((total) => {
    const values = data[total] as Readonly<Record<string, number>>;
    const all = data.price[total];
    const shares = PARTS[total].map((part) => ({ part, value: values[part] ?? 0, share: (values[part] ?? 0) / all }));
    const bars = shares.map(({ part, share }) => `<i class="${part}" style="--share:${share.toFixed(4)}"></i>`);
    const keys = shares.map(
      ({ part, value, share }) =>
        `<span class="${part}">${esc(tr(`parts.${total}.${part}`, { value: num(value), share: percent(share, num) }))}</span>`,
    );
    return `<div class="total" data-part="${total}"><p><span>${esc(tr(`totals.${total}`))}</span> <b>${esc(num(all))}</b></p><div class="track">${bars.join("")}</div><p class="keys">${keys.join("")}</p></div>`;
  }).join("");
}

function doublingHtml(data: CostData, { state, tr, num }: Context): string {
  const times = (value: number): string =>
    tr("times", { n: num(value, { decimals: Math.abs(value - Math.round(value)) < 1e-9 ? 0 : 2 }) });
  const rows = FACTORS.map((factor) => {
    const price = data.doubled[factor];
    const cells = TOTALS.map((total) => `<td>${esc(times(price[total]))}</td>`);
    return `<tr${factor === state.factor ? ' class="here"' : ""}><th scope="row">${esc(tr(`doubled.${factor}`))}</th>${cells.join("")}</tr>`;
  });
  const head = TOTALS.map((total) => `<th scope="col">${esc(tr(`short.${total}`))}</th>`);
  return `<table class="doubling"><tr><td></td>${head.join("")}</tr>${rows.join("")}</table>`;
}

const AREA: Area = { left: 56, right: 334, top: 12, bottom: 272 };
const INKS: Readonly<Record<Total, Ink>> = { madds: "accent", params: "weight", bytes: "input" };
const DASHES: Readonly<Record<Total, string | undefined>> = { madds: undefined, params: "7 4", bytes: "2 4" };

/** Powers of four between two ratios, at most seven. */
function ratioTicks(low: number, high: number): number[] {
  const [from, to] = [Math.ceil(Math.log2(low) / 2 - 1e-9), Math.floor(Math.log2(high) / 2 + 1e-9)];
  const every = Math.max(1, Math.ceil((to - from) / 6));
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
    .filter((power) => power % every === 0)
    .map((power) => 4 ** power);
}

function curves(data: CostData, { state, tr, num }: Context): Mark[] {
  const { factor } = state;
  const now = data.price;
  const ratio = (point: Price, total: Total): number => point[total] / now[total];
  const all = data.curve.flatMap((point) => TOTALS.map((total) => ratio(point, total)));
  const [low, high] = [Math.min(0.5, ...all), Math.max(2, ...all)];
  const x = logarithmic([1, MOST[factor]], [AREA.left, AREA.right]);
  const y = logarithmic([low, high], [AREA.bottom, AREA.top]);
  const ticks = factor === "kernel" ? [1, 3, 5, 7] : [1, 4, 16, 64, ...(factor === "size" ? [224] : [256, 1024])];
  const at = state[factor];
  const ends = TOTALS.map((total) => ({ total, y: y(ratio(data.curve.at(-1) as Price, total)) }))
    .sort((a, b) => a.y - b.y)
    .reduce<{ total: Total; y: number }[]>((placed, one) => {
      const above = placed.at(-1);
      // Names stand at least a line apart, however close the curves end.
      return [...placed, { ...one, y: above ? Math.max(one.y, above.y + 18) : one.y }];
    }, []);
  const below = Math.max(0, (ends.at(-1)?.y ?? 0) - AREA.bottom);
  return [
    ...axes(
      AREA,
      ticks.map((n) => ({ at: x(n), text: num(n) })),
      ratioTicks(low, high).map((n) => ({
        at: y(n),
        text: n < 1 ? tr("fraction", { n: num(1 / n) }) : tr("times", { n: num(n) }),
      })),
      { x: tr(`controls.${factor}.label`) },
    ),
    { kind: "line", xy: [x(at), AREA.top, x(at), AREA.bottom], stroke: "ink-2", width: 1 },
    ...TOTALS.map((total): Mark => {
      const dash = DASHES[total];
      return {
        kind: "line",
        part: total,
        xy: data.curve.flatMap((point) => [x(point.at), y(ratio(point, total))]),
        stroke: INKS[total],
        width: 2.5,
        ...(dash ? { dash } : {}),
      };
    }),
    { kind: "dots", xy: [x(at), y(1)], r: 6, fill: "ink" },
    ...ends.map(({ total, y: end }): Mark => ({
      kind: "text",
      part: total,
      x: AREA.right + 8,
      y: end - below + 5,
      text: tr(`short.${total}`),
      size: CHART_TEXT,
      fill: INKS[total],
    })),
  ];
}

export function panelsOf(data: CostData, context: Context): Panel[] {
  const { state, tr } = context;
  return [
    { id: "formula", span: 12, title: tr("panels.formula"), html: formulaHtml(data, context) },
    { id: "split", span: 12, title: tr("panels.split"), html: splitHtml(data, context) },
    {
      id: "curve",
      span: 6,
      width: CHART_WIDTH,
      height: 320,
      title: tr("panels.curve", { factor: tr(`factor.${state.factor}`) }),
      alt: tr("alt.curve", { factor: tr(`controls.${state.factor}.label`) }),
      svg: marksSvg(curves(data, context)),
    },
    { id: "doubling", span: 6, title: tr("panels.doubling"), html: doublingHtml(data, context) },
  ];
}
