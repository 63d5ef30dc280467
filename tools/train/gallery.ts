import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { Credit } from "../../kernels/images/credit.ts";

export interface GalleryPicture {
  readonly credit: Credit;
  /** [h, w, 3] as bytes. */
  readonly pixels: Uint8Array;
}

/**
 * Pictures that come with the site in place of a data set's own, where that one may not be shipped.
 *
 * @throws {Error} if a picture is not of the network's size, or in grey
 */
export async function readGallery(
  folder: string,
  { h, w }: { readonly h: number; readonly w: number },
): Promise<readonly GalleryPicture[]> {
  const credits = JSON.parse(await readFile(join(folder, "credits.json"), "utf8")) as readonly Credit[];
  return Promise.all(
    credits.map(async (credit) => {
      const file = join(folder, `${credit.id}.png`);
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      const found = [info.height, info.width, info.channels].join(" × ");
      const expected = [h, w, 3].join(" × ");
      if (found !== expected) throw new Error(`${file} holds ${found} values, expected ${expected}.`);
      return { credit, pixels: new Uint8Array(data) };
    }),
  );
}

/** The sample file that ships: pixels, credits, and what the network makes of each picture. */
export const gallerySamples = (
  pictures: readonly GalleryPicture[],
  answerTo: (pixels: Uint8Array) => { readonly answer: number; readonly probability: number },
): object => ({
  samples: pictures.map(({ credit: { id, label, ...credit }, pixels }) => {
    const { answer, probability } = answerTo(pixels);
    return {
      ...{ id, label },
      ...(answer !== label && { wrong: true, answer, probability }),
      ...credit,
      pixels: Buffer.from(pixels).toString("base64"),
    };
  }),
  source: "photos by several authors, each named beside it; none is of the data set",
  licence: "each picture's own, named beside it",
});
