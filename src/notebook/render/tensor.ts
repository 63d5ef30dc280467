/** A tensor: its shape, one channel as numbers or, where it is large, as a picture, and a slider over the channels. */
import type { FormatNumber } from "@/i18n/numbers.ts";
import type { Translate } from "@/i18n/translator.ts";
import type { View } from "../views.ts";
import { drawGrid } from "./grid.ts";
import { make, withAttributes } from "./make.ts";
import { drawPixels } from "./picture.ts";

type TensorView = Extract<View, { kind: "tensor" }>;
/** Beyond this many columns or rows numbers are no help any more. */
const MOST_NUMBERS = 32;

export interface TensorOptions {
  readonly tr: Translate;
  readonly num: FormatNumber;
  readonly marked?: { readonly y: number; readonly x: number; readonly c: number; readonly word: string };
}

/** One channel, by rows. */
export const channelRows = (
  { shape: [h, w, channels], data }: Pick<TensorView, "shape" | "data">,
  c: number,
): number[][] =>
  Array.from({ length: h }, (_, y) => Array.from({ length: w }, (_, x) => data[(y * w + x) * channels + c]!));

export function drawTensor(view: Pick<TensorView, "shape" | "data">, { tr, num, marked }: TensorOptions): HTMLElement {
  const [h, w, channels] = view.shape;
  let [low, high] = [Infinity, -Infinity];
  for (const value of view.data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = Math.max(Math.abs(low), Math.abs(high));
  const place = make("div", "");
  const says = make("span", "");
  const draw = (c: number): void => {
    const label = tr("tensor.channel", { c, of: channels });
    says.textContent = label;
    const rows = channelRows(view, c);
    if (Math.max(h, w) <= MOST_NUMBERS) {
      const here = marked && marked.c === c ? { y: marked.y, x: marked.x, word: marked.word } : undefined;
      place.replaceChildren(drawGrid(rows, { num, label, scale: Number.isFinite(scale) ? scale : 0, marked: here }));
      return;
    }
    const grey = Uint8ClampedArray.from(rows.flat(), (value) => (255 * (value - low)) / (high - low || 1));
    place.replaceChildren(drawPixels(w, h, (i) => grey[i]!, tr("picture", { width: w, height: h })));
  };
  const head = make("p", "out-note", tr("tensor.shape", { h, w, c: channels, low: num(low), high: num(high) }));
  const first = marked?.c ?? 0;
  draw(first);
  if (channels === 1) return make("div", "", head, place);
  const range = { type: "range", min: "0", max: String(channels - 1), value: String(first) };
  const slider = withAttributes(make("input", "needs-js"), { ...range, "aria-label": tr("tensor.pick") });
  slider.addEventListener("input", () => {
    draw(Number(slider.value));
  });
  return make("div", "", head, make("p", "out-slider", slider, says), place);
}
