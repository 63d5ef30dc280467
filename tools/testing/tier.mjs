/** The quick tier is `npm test`; the full one, all combinations, is `npm run test:full` or TIER=full. */
export const full = process.argv.includes("--full") || process.env["TIER"] === "full";

// The runners are children of this process and read it there.
if (full) process.env["TIER"] = "full";
