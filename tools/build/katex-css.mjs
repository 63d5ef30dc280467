/**
 * KaTeX's style sheet with the rules that our formulas use and no others, which halves what a page loads. A test over
 * the built pages (tests/site) finds a formula whose classes were cut here: then add them to USED.
 */

/** Classes that stand in our formulas; a selector that names any other is dropped. */
const USED = new Set(
  (
    "katex katex-mathml katex-html katex-display base strut mspace mathnormal mathrm text msupsub vlist-t vlist-t2 " +
    "vlist-r vlist-s vlist pstrut sizing reset-size1 reset-size3 reset-size6 size1 size3 size6 nulldelimiter mfrac " +
    "frac-line sqrt root svg-align hide-tail delimsizing mult delimcenter mtable col-align-c arraycolsep op-symbol " +
    "small-op op-limits large-op accent accent-body overline overline-line"
  ).split(" "),
);

/** @param {string} css */
export function trimKatexCss(css) {
  return css
    .replaceAll(/@font-face\{[^}]*\}/g, "") // src/styles/math.css serves the cut faces
    .replaceAll(/([^{}@]+)\{([^{}]*)\}/g, (_, /** @type {string} */ selectors, /** @type {string} */ body) => {
      const kept = selectors
        .split(",")
        .filter((selector) => [...selector.matchAll(/\.([\w-]+)/g)].every(([, name]) => USED.has(name ?? "")));
      return kept.length > 0 ? `${kept.join(",")}{${body}}` : "";
    });
}

/** @returns {import("vite").Plugin} */
export const katexCss = () => ({
  name: "katex-css",
  enforce: "pre",
  transform: (code, id) => (id.includes("katex.min.css") ? { code: trimKatexCss(code), map: null } : undefined),
});
