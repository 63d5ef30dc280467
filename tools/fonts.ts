/**
 * Cuts the site's typefaces down to what an English page with mathematics needs and writes them to src/styles/fonts/.
 * Run by hand (`npm run fonts`) when a sign is missing; the results are committed, so that a build needs no cutting.
 *
 * Without hinting (screens of this decade ignore it) and, in the sans, without kerning: 42 kB of text faces a page.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";
import { FACES, type Face } from "./font-faces.ts";

const OUT = new URL("../src/styles/fonts/", import.meta.url);
const PACKAGES = new URL("../node_modules/", import.meta.url);

async function cut(face: Face): Promise<number> {
  const whole = await readFile(new URL(face.from, PACKAGES));
  const options = { targetFormat: "woff2" as const, noHinting: true, keepFeatures: [...face.features] };
  const small = await subsetFont(whole, face.text, options);
  await writeFile(new URL(`${face.name}.woff2`, OUT), small);
  return small.length;
}

await mkdir(OUT, { recursive: true });
for (const face of FACES) console.log(`${face.name.padEnd(18)} ${(await cut(face)).toString().padStart(6)} bytes`);
