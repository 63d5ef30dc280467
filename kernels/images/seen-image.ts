import type { GreyImage } from "./digit.ts";
import type { RgbImage } from "./picture.ts";

/** What a network sees, at its own size: grey, or in colour. */
export type SeenImage = GreyImage | RgbImage;
export const inColour = (image: SeenImage): image is RgbImage => "rgb" in image;
