/** The transport of what plays: first, previous, play or pause, next, last, scrub, speed. Native inputs, as HTML. */
import type { Words } from "./contract.ts";
import { escapeHtml } from "./markup.ts";

export interface Transport {
  readonly at: number;
  readonly end: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly speeds: readonly number[];
  /** Where the scrubber stands, in words. */
  readonly place: string;
}

type Act = "first" | "previous" | "play" | "pause" | "next" | "last";

/** Buttons carry `data-act`, the scrubber `data-scrub`, the menu `data-speed`. The words are the figure's, under "transport". */
export function transportHtml({ at, end, playing, speed, speeds, place }: Transport, tr: Words["tr"]): string {
  const button = (act: Act, off: boolean): string =>
    `<button type="button" class="icon ${act}" data-act="${act === "pause" ? "play" : act}" aria-label="${escapeHtml(tr(`transport.${act}`))}" title="${escapeHtml(tr(`transport.${act}Key`))}"${off ? ' aria-disabled="true"' : ""}></button>`;
  const options = speeds.map(
    (one) =>
      `<option value="${String(one)}"${one === speed ? " selected" : ""}>${escapeHtml(tr("transport.times", { speed: one }))}</option>`,
  );
  return `<div class="transport" role="group" aria-label="${escapeHtml(tr("transport.legend"))}">${button("first", at === 0)}${button("previous", at === 0)}${button(playing ? "pause" : "play", false)}${button("next", at === end)}${button("last", at === end)}<input type="range" data-scrub aria-label="${escapeHtml(tr("transport.scrub"))}" aria-valuetext="${escapeHtml(place)}" min="0" max="${String(end)}" step="1" value="${String(at)}" autocomplete="off"><select data-speed aria-label="${escapeHtml(tr("transport.speed"))}" autocomplete="off">${options.join("")}</select></div>`;
}
