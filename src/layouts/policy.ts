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

/** Where the button of the page that loads weights leads: the hub, and the hosts that it hands its files over to. */
export const HUB_SOURCES: readonly string[] = ["https://huggingface.co", "https://*.hf.co"];

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

const policyOf = (connect: readonly string[]): string =>
  DIRECTIVES.map((directive) => (directive[0] === "connect-src" ? [...directive, ...connect] : directive))
    .map((directive) => directive.join(" "))
    .join("; ");

/** For `<meta http-equiv="Content-Security-Policy">`. */
export const policy: string = policyOf([]);
/** The same on the page that loads weights; and the header of every path, since no second header could widen it there. */
export const hubPolicy: string = policyOf(HUB_SOURCES);

/** Header only, everywhere but on the page that loads weights. */
export const closedPolicy = "connect-src 'self'";
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
