// Last step of `npm run build`: a gzip twin beside each text file of dist/ (or the folder named), for hosts that send them.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../setup/root.mjs";

/** Kinds that shrink; pictures and fonts are compressed already. */
const KINDS = new Set([
  ".html",
  ".css",
  ".js",
  ".json",
  ".svg",
  ".xml",
  ".txt",
  ".wasm",
  ".webmanifest",
  ".safetensors",
  ".bin",
]);

const dist = process.argv[2] ?? join(root, "dist");
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !KINDS.has(extname(path))) continue;
  const bytes = readFileSync(path);
  const packed = gzipSync(bytes, { level: 9 });
  if (packed.length < bytes.length) writeFileSync(`${path}.gz`, packed);
  else rmSync(`${path}.gz`, { force: true });
}
