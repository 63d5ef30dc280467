import { pictureUrl } from "@/figures/shell/picture-url.ts";
import { inColour, type SeenImage } from "@kernels/images/seen-image.ts";
import type { MicroscopeData } from "./compute.ts";

/** A picture in colour goes to the page as an address: it has too many tones for paths. */
export const shownImage = (image: SeenImage): Pick<MicroscopeData, "image" | "seen"> =>
  inColour(image)
    ? {
        image: { width: image.width, height: image.height, grey: new Uint8Array() },
        seen: pictureUrl(image.width, image.height, image.rgb),
      }
    : { image, seen: null };
