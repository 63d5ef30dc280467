/** How variants look in charts and drawings: a colour and, for those who tell colours badly apart, a dash. */
import type { Ink } from "@/figures/shell/marks.ts";
import type { VariantId } from "./variants.ts";

export const INKS = { a: "arc-1", b: "arc-4", c: "arc-7" } as const satisfies Record<VariantId, Ink>;
export const DASHES: Readonly<Record<VariantId, string>> = { a: "0", b: "7 4", c: "2 4" };
