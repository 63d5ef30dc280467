// Writes dist/sw.js (or into the folder named): the service worker of src/offline/ with the list of what it keeps.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { root } from "../setup/root.mjs";

/** The most that the copy of the whole site may cost a reader to fetch, in bytes as sent with gzip. */
export const MOST_BYTES = 8_000_000;

/** Not part of a copy: hosts' own files, preview pictures for other sites, twins, and the worker itself. */
const LEFT_OUT = /^(_headers|robots\.txt|sitemap\.xml|sw\.js|og\/.*|.*\.gz)$/;
/**
 * Networks are kept when a page asks for them; small ones, with which lessons and the front page work, with the rest.
 */
const NETWORK = /^networks\//;
const SMALL_NETWORK = 400_000;
/** Compressed already, and sent as they are. */
const PACKED = /\.(woff2|png|pagefind|pf_[a-z]+)$/;
/** Names that change with the content. */
const HASHED = /^(_astro\/|pagefind\/(fragment|index)\/)/;

/**
 * What the worker keeps of a built site.
 * @param {string} dist
 */
export function offlineFiles(dist) {
  const names = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((name) => !LEFT_OUT.test(name))
    .toSorted();
  const revision = (/** @type {string} */ name) =>
    createHash("sha256")
      .update(readFileSync(join(dist, name)))
      .digest("hex")
      .slice(0, 16);
  const bytesOf = (/** @type {string} */ name) => statSync(join(dist, name)).size;
  const waits = (/** @type {string} */ name) => NETWORK.test(name) && bytesOf(name) > SMALL_NETWORK;
  const kept = names.filter((name) => !waits(name));
  const sent = (/** @type {string} */ name) => {
    const bytes = readFileSync(join(dist, name));
    return PACKED.test(name) ? bytes.length : Math.min(bytes.length, gzipSync(bytes).length);
  };
  return {
    /** On the reader's device, and on the way there. */
    bytes: kept.reduce((sum, name) => sum + bytesOf(name), 0),
    sent: kept.reduce((sum, name) => sum + sent(name), 0),
    precache: kept.map((url) => ({ url, revision: HASHED.test(url) ? null : revision(url) })),
    onRequest: Object.fromEntries(names.filter(waits).map((name) => [name, revision(name)])),
  };
}

/** @param {string} dist */
export async function writeOffline(dist) {
  const { bytes, sent, precache, onRequest } = offlineFiles(dist);
  const size = `${precache.length} files, ${(sent / 1e6).toFixed(2)} MB to fetch, ${(bytes / 1e6).toFixed(2)} MB kept`;
  if (sent > MOST_BYTES) throw new Error(`The offline copy is ${size}; at most ${MOST_BYTES / 1e6} MB are allowed`);
  const result = await build({
    configFile: false,
    root,
    logLevel: "warn",
    define: {
      __PRECACHE__: JSON.stringify(precache),
      __ON_REQUEST__: JSON.stringify(onRequest),
      "process.env.NODE_ENV": '"production"',
    },
    build: {
      write: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: join(root, "src/offline/worker.ts"),
        output: { format: "iife", entryFileNames: "sw.js" },
      },
    },
  });
  const { output } = /** @type {import("vite").Rollup.RollupOutput} */ (Array.isArray(result) ? result[0] : result);
  writeFileSync(join(dist, "sw.js"), output[0].code);
  return size;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`• Offline copy: ${await writeOffline(process.argv[2] ?? join(root, "dist"))}`);
}
