/** Names and numbers as the city writes them. */
import type { DrawContext, Words } from "@/figures/shell/contract.ts";
import type { Shape } from "@kernels/tensor.ts";
import type { CityState } from "./compute.ts";
import type { CityStreet, CityTensor } from "./street-data.ts";

export interface ShownState extends CityState {
  readonly camera: string;
}
export type Context = DrawContext<ShownState>;

export const shapeText = ([h, w, c]: Shape): string => `${String(h)}×${String(w)}×${String(c)}`;

/** Bytes by thousands and millions, three digits. */
export function bytesText(bytes: number, { tr, num }: Words): string {
  const [size, key] = bytes < 1e3 ? [bytes, "b"] : bytes < 1e6 ? [bytes / 1e3, "kb"] : [bytes / 1e6, "mb"];
  const decimals = key === "b" || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return tr(`units.${key}`, { n: num(size, { decimals }) });
}

/** The last two blocks have names of their own: stem, last 1×1, pool and classifier. */
const SPECIAL: Readonly<Record<number, string>> = { 0: "stem", 18: "last", 19: "head" };
/** A network's own parts: only MobileNetV2 numbers its blocks so. */
const isNamed = (block: number): boolean => block in SPECIAL;

/** In a row of labels: as short as can be. */
export const blockShort = (tr: Words["tr"], block: number): string =>
  isNamed(block) ? tr(`block.short.${SPECIAL[block]!}`) : String(block);
/** At the beginning of a sentence or alone. */
export const blockName = (tr: Words["tr"], block: number): string =>
  isNamed(block) ? tr(`block.name.${SPECIAL[block]!}`) : tr("block.name.block", { block: String(block) });

export const networkName = (tr: Words["tr"], { network }: Pick<CityStreet, "network">): string =>
  tr(`network.${network}`);

export const roleName = (tr: Words["tr"], { role, shortcut }: CityTensor): string =>
  tr(shortcut === null || role !== "projected" ? `role.${role}` : "role.sum");
