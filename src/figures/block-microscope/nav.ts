/** The way through the network: a strip of blocks, a rail of steps, and the transport. Native inputs, as HTML. */
import { escapeHtml } from "@/figures/shell/markup.ts";
import { transportHtml } from "@/figures/shell/transport.ts";
import type { MicroscopeData } from "./compute.ts";
import { LAST_BLOCK, layersIn, openedLayers, outlineOf } from "./steps.ts";
import { type Context, shapeText, stepName } from "./words.ts";

export const SPEEDS = [0.5, 1, 3] as const;

/** What the page alone knows; a picture at build has the first of it. */
export interface Interface {
  readonly playing: boolean;
  readonly speed: number;
  /** Page of the terms' table. */
  readonly page: number;
  /** The values that the reader came from, the oldest first. */
  readonly trail: readonly string[];
}
export const STILL: Interface = { playing: false, speed: 1, page: 0, trail: [] };

function blockStrip(data: MicroscopeData, { tr, uid, state }: Context): string {
  const layers = data.spec ? openedLayers(data.spec) : layersIn(state);
  const radios = Array.from({ length: LAST_BLOCK + 1 }, (_, block) => {
    const { inShape, outShape, hidden, expansion } = outlineOf(layers, block);
    const name = tr(block === 0 ? "blocks.stem" : block === LAST_BLOCK ? "blocks.last" : "blocks.block", {
      block: String(block),
      from: shapeText(inShape),
      t: expansion,
      to: block === 0 || block === LAST_BLOCK ? shapeText(outShape) : String(outShape[2]),
    });
    const size = `--h:${String(inShape[0])};--c:${String(hidden)}`;
    const checked = block === data.block ? " checked" : "";
    return `<label title="${escapeHtml(name)}" data-block="${String(block)}" style="${size}"><input type="radio" name="${uid}-block" value="${String(block)}" aria-label="${escapeHtml(name)}" autocomplete="off"${checked}></label>`;
  });
  const { inShape, outShape, expansion, hidden, stride } = outlineOf(layers, data.block);
  const key = data.block === 0 ? "blocks.saysStem" : data.block === LAST_BLOCK ? "blocks.saysLast" : "blocks.says";
  const says = tr(key, {
    block: String(data.block),
    from: shapeText(inShape),
    t: expansion,
    hidden: String(hidden),
    to: shapeText(outShape),
    stride: String(stride),
  });
  return `<fieldset class="blocks"><legend>${escapeHtml(tr("blocks.legend"))}</legend><div class="row">${radios.join("")}</div><p>${escapeHtml(says)}</p></fieldset>`;
}

function stepRail(data: MicroscopeData, { tr, uid }: Context): string {
  const radios = data.steps.map(({ step, shape }) => {
    const checked = step === data.step ? " checked" : "";
    const name = stepName(tr, { block: data.block, step });
    return `<label data-shape="${shapeText(shape)}"><input type="radio" name="${uid}-step" value="${step}" autocomplete="off"${checked}>${escapeHtml(name)}</label>`;
  });
  return `<fieldset class="steps"><legend>${escapeHtml(tr("steps.legend"))}</legend><div class="row">${radios.join("")}</div></fieldset>`;
}

function transport(data: MicroscopeData, { tr }: Context, { playing, speed }: Interface): string {
  const at = data.steps.findIndex(({ step }) => step === data.step);
  const end = data.steps.length - 1;
  const place = tr("transport.at", { step: stepName(tr, data), n: at + 1, of: end + 1 });
  return transportHtml({ at, end, playing, speed, speeds: SPEEDS, place }, tr);
}

export const navHtml = (data: MicroscopeData, context: Context, ui: Interface = STILL): string =>
  blockStrip(data, context) + stepRail(data, context) + transport(data, context, ui);
