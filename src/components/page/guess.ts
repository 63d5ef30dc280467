/** Numbers and curves that the reader guesses: keeps slider and field in step, lets curves be drawn, shows the gap. */
import awakeCss from "@/styles/guess-awake.css?url";
import { liveWords } from "@/i18n/live.ts";
import { lessonProgress, record } from "@/settings/progress.ts";
import { wakeCurve } from "./guess-curve.ts";
import { wakeNumber } from "./guess-number.ts";
import type { GuessScale } from "./guess-scale.ts";
import { linkStyle } from "./link-style.ts";

type Words = Awaited<ReturnType<typeof liveWords>>;
/** A guess on the page, with all that its two kinds share. */
export interface Guess extends Words {
  readonly box: HTMLElement;
  readonly scale: GuessScale;
  readonly truth: readonly number[];
  /** Shares of the scale that were guessed before. */
  readonly before: readonly number[] | undefined;
  /** Keeps what is guessed now. */
  readonly keep: (shares: readonly number[]) => void;
  /** Says how near it was, and opens the explanation. */
  readonly reveal: (sentence: string) => void;
  /** Says what is missing before anything can be compared. */
  readonly ask: (sentence: string) => void;
}

export async function wakeGuess(box: HTMLElement, lesson: string): Promise<void> {
  const id = box.dataset["guess"] ?? "";
  const [words] = await Promise.all([liveWords(), linkStyle(awakeCss)]);
  const say = (sentence: string): HTMLElement => {
    const line = box.querySelector<HTMLElement>("[data-gap-words]") ?? document.createElement("p");
    line.dataset["gapWords"] = "";
    line.setAttribute("role", "status");
    if (!line.isConnected) box.append(line);
    line.textContent = sentence;
    return line;
  };
  const guess: Guess = {
    ...words,
    box,
    scale: JSON.parse(box.dataset["scale"] ?? "{}") as GuessScale,
    truth: JSON.parse(box.dataset["truth"] ?? "[]") as number[],
    before: lessonProgress(lesson)?.guesses?.[id],
    keep: (shares) => {
      record(lesson, { guesses: { [id]: shares.map((share) => Math.round(share * 1000) / 1000) } });
    },
    reveal: (sentence) => {
      say(sentence);
      const details = box.closest("[data-question]")?.querySelector("details");
      if (details) details.open = true;
    },
    ask: say,
  };
  if (box.querySelector("[data-plot]")) wakeCurve(guess);
  else wakeNumber(guess);
}
