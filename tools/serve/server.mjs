import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import sirv from "sirv";
import { root } from "../setup/root.mjs";
import { headersFor, parseHeaders } from "./headers.mjs";

/**
 * @typedef {import("node:http").RequestListener} RequestListener
 * @typedef {object} SiteOptions
 * @property {string} [dir] the built site; dist/
 * @property {string} [base] the path below which it was built; BASE_PATH or /
 * @property {number} port the first port to try
 * @property {boolean} [strict] fail if the port is taken, instead of taking the next
 * @property {boolean} [bare] send no header of ours, as hosts do that do not read `_headers`
 */

/**
 * Answers as a static host does: files below the base path, with the headers of `_headers`, the compressed twin
 * where there is one, a slash after a folder's name, and 404.html for what is not there.
 * @param {string} dir
 * @param {string} base with a slash at both ends
 * @param {boolean} [bare]
 * @returns {RequestListener}
 */
export function siteHandler(dir, base, bare = false) {
  const rules = bare ? [] : parseHeaders(readFileSync(join(dir, "_headers"), "utf8"));
  const notFound = join(dir, "404.html");
  const files = sirv(dir, {
    dev: true, // looks at the disk on each request, so that a rebuild needs no restart
    etag: true,
    gzip: true,
    onNoMatch: (_request, response) => {
      response.writeHead(404, { "Content-Type": "text/html;charset=utf-8" });
      response.end(existsSync(notFound) ? readFileSync(notFound) : "Not found");
    },
  });
  return (request, response) => {
    const asked = address(request.url ?? "/");
    if (!asked) return void response.writeHead(400).end("Bad request");
    const { pathname, search } = asked;
    const redirect = (/** @type {string} */ to) => response.writeHead(301, { Location: to + search }).end();
    if (pathname + "/" === base || (pathname === "/" && base !== "/")) return redirect(base);
    const path = pathname.startsWith(base) ? pathname.slice(base.length - 1) : undefined;
    if (path !== undefined && !path.endsWith("/") && existsSync(join(dir, decode(path), "index.html"))) {
      return redirect(pathname + "/");
    }
    for (const [name, value] of headersFor(rules, path ?? pathname)) response.setHeader(name, value);
    request.url = (path ?? "/outside-the-base-path") + search;
    return files(request, response);
  };
}

/**
 * The path and query of a request; undefined for what is none, as "//".
 * @param {string} url
 */
function address(url) {
  try {
    return new URL(url, "http://localhost");
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function decode(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a malformed escape names no file: it ends as a 404
  }
}

/**
 * Listens on this machine alone, by both of its addresses, since "localhost" may mean either.
 * @param {RequestListener} handler
 * @param {number} port
 */
async function listen(handler, port) {
  const open = [];
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer(handler);
    try {
      await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, () => resolve(undefined)));
      open.push(server);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (host === "::1" && code !== "EADDRINUSE") continue; // a machine without IPv6
      open.forEach((other) => other.close());
      throw error;
    }
  }
  return open;
}

/**
 * Serves the built site and tells where.
 * @param {SiteOptions} options
 * @returns {Promise<{ url: string, port: number, close: () => void }>}
 */
export async function serveSite({ dir = join(root, "dist"), base = basePath(), port, strict = false, bare = false }) {
  const handler = siteHandler(dir, base, bare);
  for (let tried = port; ; tried++) {
    try {
      const servers = await listen(handler, tried);
      const close = () => servers.forEach((server) => (server.close(), server.closeAllConnections()));
      return { url: `http://localhost:${tried}${base}`, port: tried, close };
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (strict || code !== "EADDRINUSE" || tried - port > 100) throw error;
      console.log(`• Port ${tried} is taken; trying ${tried + 1}`);
    }
  }
}

/** BASE_PATH with a slash at both ends. */
export function basePath(text = process.env["BASE_PATH"] ?? "/") {
  return `/${text.replace(/^\/+|\/+$/g, "")}/`.replace("//", "/");
}
