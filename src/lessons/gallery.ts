/** The photos that come with the site, with their credits. Build time only. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export interface GalleryPhoto {
  /** The name of its PNG in public/gallery/. */
  readonly id: string;
  readonly what: string;
  /** Empty where the package names none. */
  readonly author: string;
  readonly licence: string;
  /** The licence's text; empty for the public domain. */
  readonly deed: string;
  readonly url: string;
  readonly from: string;
}

export const gallery = async (): Promise<readonly GalleryPhoto[]> =>
  JSON.parse(await readFile(join(process.cwd(), "public", "gallery", "credits.json"), "utf8")) as GalleryPhoto[];
