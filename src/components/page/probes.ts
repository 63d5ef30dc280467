/** What the diagnostics panel asks the browser. */
export const PROBES = [
  "wasm",
  "simd",
  "relaxed",
  "threads",
  "engine",
  "cores",
  "webgl",
  "storage",
  "offline",
  "motion",
  "scheme",
  "pixels",
  "window",
  "browser",
] as const;
export type Probe = (typeof PROBES)[number];
