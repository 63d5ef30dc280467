import { CHART_WIDTH } from "@/figures/shell/chart-marks.ts";
import type { Panel } from "@/figures/shell/contract.ts";
import { escapeHtml as esc } from "@/figures/shell/markup.ts";
import { marksSvg } from "@/figures/shell/marks.ts";
import { bytesChart, HEIGHT, timeChart } from "./charts.ts";
import type { SpeedData } from "./compute.ts";
import { rowsHtml, totalsHtml } from "./tables.ts";
import { type Context, ms, rate } from "./words.ts";

const STEPS = ["warm", "turns", "clock", "spread"] as const;

/** How it is measured, in words; with what was found once it is. */
function howHtml(data: SpeedData, context: Context): string {
  const { tr, num } = context;
  const items = [tr(data.isSeeded ? "how.seeded" : "how.trained"), ...STEPS.map((step) => tr(`how.${step}`))];
  const { device } = data;
  const found = device
    ? [
        tr(device.backend === "reference" ? "how.deviceReference" : "how.device", {
          backend: tr(`backend.${device.backend}`),
          reference: device.runs.reference,
          engine: device.runs.engine,
          tick: num(1000 * device.tickMs, { decimals: 0 }),
        }),
        ...(device.peakGmadds === null ? [] : [tr("how.peak", { rate: rate(device.peakGmadds, context) })]),
      ]
    : [tr("how.press")];
  return `<ul class="speed-how">${[...found, ...items].map((text) => `<li>${esc(text)}</li>`).join("")}</ul>`;
}

export function picture(data: SpeedData, context: Context): Panel[] {
  const { tr, state } = context;
  const chart = { span: 6, width: CHART_WIDTH, height: HEIGHT } as const;
  const svg = marksSvg(bytesChart(data, context));
  const whole = data.ways.findLast(({ ms: spread }) => spread)?.ms;
  return [
    { id: "ways", title: tr("panels.ways"), span: 12, html: totalsHtml(data, context) },
    { id: "bytes", title: tr("panels.bytes"), alt: tr("alt.bytes"), ...chart, svg },
    ...(whole
      ? [
          {
            ...{ id: "time", title: tr("panels.time"), ...chart, svg: marksSvg(timeChart(data, context)) },
            alt: tr("alt.time", { time: ms(whole.medianMs, context) }),
          },
        ]
      : []),
    { id: "how", title: tr("panels.how"), span: whole ? 12 : 6, html: howHtml(data, context) },
    { id: "rows", title: tr(`panels.${state.rows}`), span: 12, html: rowsHtml(data, context) },
  ];
}
