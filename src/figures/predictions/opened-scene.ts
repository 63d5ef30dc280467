/** What an opened network's answer looks like: its pixels, five bars with names, and how it was read and run. */
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, round } from "@/figures/shell/markup.ts";
import type { PredictionsState } from "./compute.ts";
import { engineWords } from "./engine-words.ts";
import type { OpenedAnswer } from "./opened.ts";

type Context = DrawContext<PredictionsState>;

const SIDE = 280;
function seen({ opened, source }: OpenedAnswer, { tr, num }: Context): Panel {
  const { width } = opened.seen;
  return {
    id: "seen",
    title: tr("opened.seen", { size: num(width) }),
    alt: tr("opened.seenAlt", { size: num(width), source: tr(`opened.source.${source}`) }),
    span: 6,
    width: SIDE,
    height: SIDE,
    svg: `<image href="${opened.seen.url}" width="${String(SIDE)}" height="${String(SIDE)}" style="image-rendering:${width < 100 ? "pixelated" : "auto"}"/>`,
  };
}

const ROW = 54;
const RIGHT = 66;
/** Characters of 15 px that a panel's width takes beside the share. */
const LONGEST = 26;

/** The first of a class's names, which ImageNet writes one behind the other. */
const shortName = (label: string): string => {
  const [first = label] = label.split(",");
  return first.length > LONGEST ? `${first.slice(0, LONGEST - 1)}…` : first;
};

function bars({ top }: OpenedAnswer, { tr, num }: Context): Panel {
  const rows = top.map(({ label, probability }, i) => {
    const y = i * ROW;
    const weight = i === 0 ? ' font-weight="600"' : "";
    return [
      `<text y="${String(y + 18)}" font-size="15" fill="var(--ink)"${weight}>${escapeHtml(shortName(label))}</text>`,
      `<text x="${String(SIDE)}" y="${String(y + 18)}" text-anchor="end" font-size="14" fill="var(--ink${i === 0 ? "" : "-2"})"${weight}>${num(probability, { percent: true, decimals: 1 })}</text>`,
      `<rect y="${String(y + 26)}" width="${String(SIDE)}" height="14" fill="var(--surface)"/>`,
      `<rect y="${String(y + 26)}" width="${String(round(probability * SIDE, 1))}" height="14" fill="var(--${i === 0 ? "activation" : "ink-2"})"/>`,
    ].join("");
  });
  return {
    id: "bars",
    title: tr("opened.bars", { n: top.length }),
    alt: tr("opened.barsAlt"),
    span: 6,
    width: SIDE,
    height: top.length * ROW - RIGHT / 6,
    svg: rows.join(""),
  };
}

function howRun(data: OpenedAnswer, context: Context): Panel {
  const { tr, num } = context;
  const { naming, recognised, used, classes, labelsFrom } = data.opened;
  const { by, scaling } = used;
  const list = (values: readonly number[]): string =>
    values.map((value) => num(value, { decimals: 3 })).join(tr("opened.between"));
  const rows: [string, string][] = [
    [
      "network",
      [
        recognised
          ? tr(recognised.divisor === 8 ? "opened.width" : "opened.widthRounded", {
              width: num(recognised.width, { decimals: 2 }),
              divisor: recognised.divisor,
            })
          : tr("opened.ownChannels"),
        tr(`opened.naming.${naming}`),
      ].join(" "),
    ],
    ["costs", tr("opened.counts", { params: num(data.params), madds: num(data.madds) })],
    ["classes", [tr("opened.classes", { n: classes }), tr(`opened.labels.${labelsFrom}`)].join(" ")],
    [
      "input",
      [
        tr("opened.scaled", { mean: list(scaling.mean), std: list(scaling.std) }),
        tr(`opened.by.${by.input}`),
        ...(data.opened.fromHub && data.source === "picture" ? [tr("opened.bicubic")] : []),
      ].join(" "),
    ],
    ["padding", [tr(`opened.pads.${used.padding}`), tr(`opened.by.${by.padding}`)].join(" ")],
    ["engine", engineWords(context)],
  ];
  const html = rows.map(
    ([key, value]) => `<dt>${escapeHtml(tr(`opened.facts.${key}`))}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return { id: "facts", title: tr("opened.how"), span: 12, html: `<dl class="opened-facts">${html.join("")}</dl>` };
}

export const openedPicture = (data: OpenedAnswer, context: Context): Panel[] => [
  seen(data, context),
  bars(data, context),
  howRun(data, context),
];
