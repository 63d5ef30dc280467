import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadImages } from "./data.ts";
import { exportNetwork } from "./export.ts";
import { PROJECTS } from "./recipes.ts";
import { train } from "./run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fresh: { type: "boolean", default: false },
    ship: { type: "boolean", default: false },
    workers: { type: "string", default: String(Math.min(availableParallelism(), 4)) },
    epochs: { type: "string" },
    rate: { type: "string" },
    name: { type: "string" },
    seed: { type: "string" },
    stop: { type: "string" },
    data: { type: "string" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const id = positionals[0] ?? "";
const chosen = PROJECTS[id];
if (!chosen) {
  say(`Which network? One of: ${Object.keys(PROJECTS).join(", ")}. Example: npm run train -- digits`);
  process.exit(1);
}
const project = {
  ...chosen,
  recipe: {
    ...chosen.recipe,
    ...(values.epochs && { epochs: Number(values.epochs) }),
    ...(values.seed && { seed: Number(values.seed) }),
    ...(values.rate && { schedule: { ...chosen.recipe.schedule, peak: Number(values.rate) } }),
  },
};
const folder = join(".cache/train", values.name ?? id);
try {
  const trained = await train(
    project,
    await loadImages(project.data, "train", { cache: ".cache", folder: values.data }, say),
    {
      folder,
      workers: Number(values.workers),
      fresh: values.fresh,
      ...(values.stop && { stop: Number(values.stop) }),
      say,
      // On a terminal the line of the epoch under way is written over again and again.
      ...(process.stdout.isTTY && {
        progress: (share: number, rate: number): void =>
          void process.stdout.write(`  ${(100 * share).toFixed(0)} % of the epoch, ${rate.toFixed(0)} images/s   \r`),
      }),
    },
  );
  if (values.ship) {
    await exportNetwork("public/networks", project, trained);
    say(`Shipped to public/networks/${project.spec.name}.safetensors. Now measure it: npm run evaluate -- ${id}`);
  } else
    say(`The network, its log and its curve are in ${folder}. Run again with --ship to put it into public/networks.`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
