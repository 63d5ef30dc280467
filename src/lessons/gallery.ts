/** The pictures that ship with a network in place of its own data set's, with their credits. Build time only. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pictureUrl } from "@/figures/shell/picture-url.ts";
import { CIFAR } from "@kernels/models/cifar.ts";

interface GalleryFile {
  readonly samples: readonly {
    readonly id: string;
    readonly label: number;
    readonly what: string;
    /** Empty where the package names none. */
    readonly author: string;
    readonly licence: string;
    /** Empty for the public domain. */
    readonly deed: string;
    readonly url: string;
    readonly from: string;
    readonly pixels: string;
  }[];
}

export async function gallery() {
  const path = join(process.cwd(), "public", "networks", `${CIFAR.name}-samples.json`);
  const { samples } = JSON.parse(await readFile(path, "utf8")) as GalleryFile;
  const { h, w } = CIFAR.input;
  return samples.map(({ pixels, ...credit }) => ({
    ...credit,
    address: pictureUrl(w, h, new Uint8Array(Buffer.from(pixels, "base64"))),
  }));
}
