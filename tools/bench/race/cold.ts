// A page of one runner: how long from the navigation to its first logits. Weights, and the files that stand for them, are
// made here in place of being loaded; that time is taken off, so that no network's speed is in it.
import { networkOf } from "./network.ts";
import { asFile, filesTook, type MakeRunner } from "./runner.ts";

const RUNNERS: Readonly<Record<string, () => Promise<MakeRunner>>> = {
  litert: async () => (await import("./litert.ts")).litertRunner,
  "tfjs-wasm": async () => (await import("./tfjs.ts")).tfjsRunner,
  "onnxruntime-web": async () => (await import("./ort.ts")).ortRunner,
  "inverted-fused": async () => {
    const { ourRunner, ourTeam } = await import("./ours.ts");
    return (network, threads) =>
      threads > 1
        ? ourTeam(network, "inverted-fused", "relaxed", { threads })
        : ourRunner(network, "inverted-fused", "relaxed", {});
  },
};

const asked = new URLSearchParams(location.search);
const make = RUNNERS[asked.get("runner") ?? ""];
if (!make)
  throw new Error(`There is no runner "${asked.get("runner") ?? ""}"; there are ${Object.keys(RUNNERS).join(", ")}.`);
const network = asFile(() => networkOf(asked.get("network") ?? ""));
const runner = await (await make())(network, Number(asked.get("threads")));
const logits = await runner.run();
Object.assign(globalThis, { cold: { ms: performance.now() - filesTook(), logits: logits.length } });
