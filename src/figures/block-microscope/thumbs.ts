/** Pictures of the samples as buttons, drawn once the reader opens them. */
import { escapeHtml } from "@/figures/shell/markup.ts";
import { FEEDING, type Picks } from "@/figures/shell/network-inputs.ts";
import { pictureUrl } from "@/figures/shell/picture-url.ts";
import { inColour } from "@kernels/images/seen-image.ts";
import type { MicroscopeData } from "./compute.ts";
import type { Context } from "./words.ts";

export const thumbsHtml = ({ tr, state }: Context): string =>
  `<details class="thumbs"${state.weights ? " hidden" : ""}><summary>${escapeHtml(tr("thumbs.summary"))}</summary><div data-keep role="group" aria-label="${escapeHtml(tr("thumbs.legend"))}"></div></details>`;

/** A sample as a picture whose ink is its opacity: the style sheet gives it the theme's colour. */
function mask(grey: ArrayLike<number>): string {
  const side = Math.round(Math.sqrt(grey.length));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) return "none";
  const pixels = context.createImageData(side, side);
  for (let i = 0; i < grey.length; i++) pixels.data[4 * i + 3] = grey[i]!;
  context.putImageData(pixels, 0, 0);
  return `url(${canvas.toDataURL()})`;
}

/** Fills the box when it is opened, anew for another network; marks the sample shown. */
export function bindThumbs(body: HTMLElement, { tr }: Context) {
  const details = body.querySelector("details") as HTMLDetailsElement;
  const box = details.querySelector("div") as HTMLDivElement;
  let filled = "";
  let latest: (() => void) | undefined;
  const fill = ({ network, samples }: MicroscopeData, picks: Picks): void => {
    if (filled === network) return;
    filled = network;
    box.replaceChildren();
    for (const { id, image } of samples) {
      const name = tr(`controls.${picks}.options.${id}`);
      const button = document.createElement("button");
      button.type = "button";
      button.dataset["set"] = JSON.stringify({ [picks]: id });
      button.title = name;
      button.setAttribute("aria-label", name);
      if (inColour(image)) {
        button.className = "photo";
        button.style.setProperty("--photo", `url(${pictureUrl(image.width, image.height, image.rgb)})`);
      } else button.style.setProperty("--mask", mask(image.grey));
      box.append(button);
    }
  };
  details.addEventListener("toggle", () => latest?.());
  return (data: MicroscopeData, state: Context["state"]): void => {
    latest = () => {
      if (!details.open) return;
      const { picks, draws } = FEEDING[state.network];
      fill(data, picks);
      const untouched = !state.picture && (!draws || state.strokes === "");
      for (const button of box.querySelectorAll("button")) {
        const own = (JSON.parse(button.dataset["set"] ?? "{}") as Record<string, string>)[picks];
        button.setAttribute("aria-pressed", String(own === state[picks] && untouched));
      }
    };
    latest();
  };
}
