// npm start: installs what is missing, builds the site and serves it. Runs on Node 20 with nothing installed.
import { ensurePackages } from "./setup/packages.mjs";
import { build } from "./setup/build.mjs";
import { say } from "./setup/say.mjs";

await ensurePackages();
await build();
const { serveSite } = await import("./serve/server.mjs"); // needs a package, so only now
const { url } = await serveSite({ port: Number(process.env["PORT"] ?? 4600) });
say(`Inverted is at ${url} (Ctrl+C ends it)`);
