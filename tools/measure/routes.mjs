import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/root.mjs";

/**
 * Every page of the built site below its base path, such as "lab/relu/"; "" is the front page.
 * @returns {string[]}
 */
export function builtRoutes(dist = join(root, "dist")) {
  return (
    readdirSync(dist, { recursive: true })
      .map((name) => String(name).replaceAll("\\", "/"))
      .filter((name) => name === "index.html" || name.endsWith("/index.html"))
      .map((name) => name.slice(0, -"index.html".length))
      // The frame in which live cells run is no page for readers.
      .filter((route) => !route.startsWith("notebook/"))
      .sort()
  );
}

/**
 * One route of each kind of page, for measures that take seconds a page: the front page, the first and the last
 * lesson, each laboratory, the first figure and each reference page.
 * @param {readonly string[]} routes
 */
export function oneOfEachKind(routes) {
  const lessons = routes.filter((route) => /^lessons\/[^/]+\/[^/]+\/$/.test(route));
  const figures = routes.filter((route) => /^figures\/[^/]+\/$/.test(route));
  const rest = routes.filter((route) => !/^(lessons|figures)\/./.test(route));
  return [...new Set([...rest, ...lessons.slice(0, 1), ...lessons.slice(-1), ...figures.slice(0, 1)])];
}
