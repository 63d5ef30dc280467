/** The photos that come with the site, with their credits. Build time only. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Credit } from "@kernels/images/credit.ts";

export const gallery = async (): Promise<readonly Credit[]> =>
  JSON.parse(await readFile(join(process.cwd(), "public", "gallery", "credits.json"), "utf8")) as Credit[];
