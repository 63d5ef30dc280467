// npm run serve [-- --port 4601] [-- --strict] [-- --bare]: serves dist/ as it was built last; bare: without our headers.
import { parseArgs } from "node:util";
import { serveSite } from "./serve/server.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env["PORT"] ?? "4600" },
    strict: { type: "boolean", default: false },
    bare: { type: "boolean", default: false },
  },
});
const { port, strict, bare } = values;
const { url } = await serveSite({ port: Number(port), strict, bare });
console.log(`• dist/ is served at ${url} (Ctrl+C ends it)`);
