/** A number to guess: slider and field move together; the gap to the computed value is drawn on the same scale. */
import type { Guess } from "./guess.ts";
import { factorOf, fromShare, toShare, write } from "./guess-scale.ts";

/** Steps of the slider. */
const STEPS = 1000;
/** Guesses as near as this share of the scale, or this factor where it is logarithmic, are near enough. */
const NEAR = 0.03;
const NEAR_FACTOR = 1.1;

/** Three significant digits, as a number field takes them. */
const rough = (value: number): string => String(Number(value.toPrecision(3)));

/** How a guess compares, in words that blame nobody. */
export function compareNumbers(value: number, { scale, truth: [truth = 0], tr, num }: Guess): string {
  const words = { guess: write(value, scale, num), truth: write(truth, scale, num) };
  const factor = Math.max(value / truth, truth / value);
  const isNear =
    scale.scale === "log" ? factor < NEAR_FACTOR : Math.abs(toShare(value, scale) - toShare(truth, scale)) < NEAR;
  if (isNear) return tr("guess.near", words);
  const isAbove = value > truth;
  if (scale.scale === "log")
    return tr(isAbove ? "guess.timesAbove" : "guess.timesBelow", {
      ...words,
      factor: num(Number(factor.toPrecision(2))),
    });
  const gap = Math.abs(value - truth);
  // A difference of percentages is no percentage.
  const inWords =
    scale.unit === "%"
      ? tr("guess.points", { n: num(100 * gap, { decimals: gap < 0.1 ? 1 : 0 }) })
      : write(gap, scale, num);
  return tr(isAbove ? "guess.above" : "guess.below", { ...words, gap: inWords });
}

const element = (name: string, text = ""): HTMLElement => {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
};

/** The scale as a line with both values on it and the gap between; the sentence says the same. */
function drawGap(value: number, { box, scale, truth: [truth = 0], tr, num }: Guess): void {
  const gap = box.querySelector(".gap") ?? element("gap");
  gap.setAttribute("aria-hidden", "true");
  const ends = [toShare(value, scale), toShare(truth, scale)] as const;
  const bar = element("gap-bar");
  bar.style.insetInlineStart = `${100 * Math.min(...ends)}%`;
  bar.style.width = `${100 * Math.abs(ends[0] - ends[1])}%`;
  const mark = (name: string, share: number, text: string): HTMLElement => {
    const made = element(`gap-mark ${name}`);
    made.style.insetInlineStart = `${100 * share}%`;
    const label = element("", text);
    // A label at either end stays inside the box.
    label.style.translate = `${-100 * share}%`;
    made.append(label);
    return made;
  };
  gap.replaceChildren(
    element("gap-line"),
    bar,
    mark("yours", ends[0], tr("guess.yours", { value: write(value, scale, num) })),
    mark("computed", ends[1], tr("guess.computed", { value: write(truth, scale, num) })),
  );
  // Before the sentence, which says the same.
  box.insertBefore(gap, box.querySelector("[data-gap-words]"));
}

export function wakeNumber(guess: Guess): void {
  const { box, scale, before, num } = guess;
  const range = box.querySelector<HTMLInputElement>("input[type=range]");
  const field = box.querySelector<HTMLInputElement>("input[type=number]");
  if (!range || !field) return;
  const factor = factorOf(scale.unit);
  let value: number | undefined;
  const take = (next: number): void => {
    value = next;
    range.setAttribute("aria-valuetext", write(next, scale, num));
  };
  const fromRange = (): void => {
    take(fromShare(Number(range.value) / STEPS, scale));
    field.value = rough((value ?? 0) * factor);
  };
  const fromField = (): void => {
    const typed = field.valueAsNumber / factor;
    const isValid = typed >= scale.min && typed <= scale.max;
    field.setAttribute("aria-invalid", String(!isValid));
    if (!isValid) return;
    take(typed);
    range.value = String(Math.round(STEPS * toShare(typed, scale)));
  };
  range.addEventListener("input", fromRange);
  field.addEventListener("input", fromField);
  const compare = (): void => {
    if (value === undefined) {
      guess.ask(guess.tr("guess.first"));
      return;
    }
    guess.keep([toShare(value, scale)]);
    drawGap(value, guess);
    guess.reveal(compareNumbers(value, guess));
  };
  box.querySelector("[data-compare]")?.addEventListener("click", compare);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") compare();
  });
  // What the reader did before this script was there counts; else what was guessed at an earlier visit.
  if (field.value !== "") fromField();
  else if (range.value !== range.defaultValue) fromRange();
  else if (before?.[0] !== undefined) {
    range.value = String(Math.round(STEPS * before[0]));
    fromRange();
  }
}
