/** The worker in which figures load and compute. It knows compute.ts files and nothing of pages. */
import type { ComputeModule, Task } from "@/figures/shell/contract.ts";
import { answering, type Running } from "./answering.ts";
import type { Answered, EngineNote } from "./figures-answer.ts";
import type { LineOptions } from "./line.ts";
import type { Request } from "./protocol.ts";
import { breathe, makeFetcher, makeMemo } from "./task.ts";

const modules = import.meta.glob<ComputeModule>("../figures/*/compute.ts");
const memo = makeMemo();
let asset: ReturnType<typeof makeFetcher> | undefined;

type Run = Extract<Request, { kind: "run" }>;

/** The line to the engine, or the sentence of why it failed; figures without a network never load it. */
async function onEngine<T>(
  { signal, progress }: Running,
  ask: (client: typeof import("./engine-client.ts"), options: LineOptions) => Promise<T>,
): Promise<T | { readonly failed: string }> {
  try {
    const told = (share: number): void => void progress(share).catch(() => undefined);
    return await ask(await import("./engine-client.ts"), { signal, progress: told });
  } catch (error) {
    signal.throwIfAborted();
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

async function run({ figure, state, base, wish, file }: Run, running: Running): Promise<Answered> {
  const { signal, progress } = running;
  asset ??= makeFetcher(base);
  const module = await modules[`../figures/${figure}/compute.ts`]?.();
  if (!module) throw new Error(`There is no figure "${figure}" to compute.`);
  let engine: EngineNote | null = null;
  const task: Task = {
    signal,
    asset,
    memo,
    progress,
    ...(wish && { engine: (job) => onEngine(running, ({ runOnEngine }, options) => runOnEngine(job, wish, options)) }),
    measure: (job, backend) =>
      onEngine(running, ({ measureOnEngine }, options) => measureOnEngine(job, backend ? { backend } : {}, options)),
    note(found) {
      engine = found;
    },
  };
  const assets = module.load ? await module.load(state as never, task) : undefined;
  // A newer request may have come while files were under way.
  await breathe();
  signal.throwIfAborted();
  if (file !== undefined) {
    if (!module.file) throw new Error(`The figure "${figure}" makes no file "${file}".`);
    return { data: await module.file(file, state as never, assets, task), engine };
  }
  return { data: await module.compute(state as never, assets, task), engine };
}

self.addEventListener("message", answering(run));
