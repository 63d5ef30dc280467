// npm run serve [-- --port 4601] [-- --strict]: serves dist/ as it was built last.
import { parseArgs } from "node:util";
import { serveSite } from "./serve/server.mjs";

const { values } = parseArgs({
  options: { port: { type: "string", default: process.env["PORT"] ?? "4600" }, strict: { type: "boolean" } },
});
const { url } = await serveSite({ port: Number(values.port), strict: values.strict ?? false });
console.log(`• dist/ is served at ${url} (Ctrl+C ends it)`);
