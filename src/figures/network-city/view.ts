/** Where the city is first looked at from: before the street, a little above, past the faces of the planes. */
import type { ViewLimits } from "@/figures/shell/camera.ts";

export const VIEW = "-33_15_100";
export const VIEW_LIMITS: ViewLimits = { zooms: [50, 2000], pan: 2000 };

/** In narrow pictures the street runs away from the reader, so that it still fills them: degrees by width over height. */
export const turnOf = (aspect: number): number => -24 * Math.min(1, Math.max(0, (2.1 - aspect) / 1.1));
