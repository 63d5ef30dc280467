// npm run -s headers -- nginx | caddy: public/_headers for a host that does not read that file. BASE_PATH counts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHeaders } from "./serve/headers.mjs";
import { caddy, nginx } from "./serve/host-config.mjs";
import { basePath } from "./serve/server.mjs";
import { root } from "./setup/root.mjs";
import { stop } from "./setup/say.mjs";

const hosts = { nginx, caddy };
const write = hosts[/** @type {keyof typeof hosts} */ (process.argv[2])];
if (!write) stop(`Which host? npm run -s headers -- ${Object.keys(hosts).join(" | ")}`);
process.stdout.write(write(parseHeaders(readFileSync(join(root, "public", "_headers"), "utf8")), basePath()));
