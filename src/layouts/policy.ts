/**
 * The Content-Security-Policy of every page. The layout writes it as a meta tag, so that it holds on hosts that send
 * no headers; `public/_headers` says the same in headers, where a page also forbids others to frame it.
 */

/**
 * Observable Plot's own style elements (0.6.17: a chart's, a swatch legend's).
 * A test recomputes them, so a new Plot shows what to write here.
 */
export const PLOT_STYLES: readonly string[] = [
  "sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww=",
  "sha256-rCZUQsEQJf1DmnfnMZmlj08XC7qbIZySA6bEtitbQ00=",
];

const DIRECTIVES: readonly (readonly [name: string, ...sources: string[]])[] = [
  ["default-src", "'none'"],
  ["script-src", "'self'", "'wasm-unsafe-eval'"],
  ["worker-src", "'self'", "blob:"],
  ["style-src", "'self'", ...PLOT_STYLES.map((hash) => `'${hash}'`)],
  ["style-src-attr", "'unsafe-inline'"], // KaTeX and Shiki write style attributes at build time
  ["connect-src", "'self'"],
  ["frame-src", "'self'"], // the sandbox of live cells
  ["img-src", "'self'", "data:", "blob:"],
  ["font-src", "'self'"],
  ["manifest-src", "'self'"],
  ["base-uri", "'none'"],
  ["form-action", "'none'"],
];

/** For `<meta http-equiv="Content-Security-Policy">`, and for the header of every path. */
export const policy: string = DIRECTIVES.map((directive) => directive.join(" ")).join("; ");

/** Header only, and not on /figures/, which anyone may embed. */
export const framePolicy = "frame-ancestors 'none'";

/** The one script of the page in which cells run carries it; nothing else there may load a script. It is no secret. */
export const CELL_NONCE = "cells";

/**
 * The policy of /notebook/frame/, on top of the policy above where headers are sent: no network, no storage, workers
 * from text alone. Its frame has no origin of ours.
 */
export const cellPolicy = `default-src 'none'; script-src 'nonce-${CELL_NONCE}'; worker-src blob:`;
/** Only our own pages may frame it. */
export const cellFramePolicy = "frame-ancestors 'self'";
