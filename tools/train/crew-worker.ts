import { workerData } from "node:worker_threads";
import { build } from "../../kernels/models/build.ts";
import { Arena } from "../../kernels/training/arena.ts";
import { TrainingNetwork, arenaBytes } from "../../kernels/training/network.ts";
import { classify, runShard } from "../../kernels/training/shard.ts";
import type { SimdExports } from "../../kernels/training/simd-ops.ts";
import { simdOps } from "../../kernels/training/simd-ops.ts";
import type { CrewData } from "./crew-protocol.ts";
import { CONTROL, MODE } from "./crew-protocol.ts";

const data = workerData as CrewData;
const { control, recipe } = data;

function makeNetwork(): TrainingNetwork {
  const layers = build(data.spec);
  const pages = Math.ceil(arenaBytes(layers, recipe.shard) / 65536) + 1;
  const memory = new WebAssembly.Memory({ initial: pages });
  const module = new WebAssembly.Module(data.wasm);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The first page stays free: compiled modules keep address 0 unused.
  return new TrainingNetwork(
    layers,
    recipe.shard,
    simdOps(exports as unknown as SimdExports),
    new Arena(memory.buffer, 65536),
  );
}

/** Takes shards one after the other until none is left; every worker takes the next free one. */
function work(network: TrainingNetwork): void {
  network.learned.set(data.learned);
  network.statistics.set(data.statistics);
  for (;;) {
    const shard = Atomics.add(control, CONTROL.next, 1);
    if (shard >= control[CONTROL.shards]!) return;
    const from = shard * recipe.shard;
    const indices = data.indices.subarray(from, Math.min(from + recipe.shard, control[CONTROL.count]!));
    if (control[CONTROL.mode] === MODE.classify) {
      data.answers.set(classify(network, data.images, indices), from);
      continue;
    }
    const { loss, correct } = runShard(network, data.images, indices, recipe, control[CONTROL.epoch]!);
    data.gradients[shard]!.set(network.gradient);
    data.shardStatistics[shard]!.set(network.batchStatistics);
    data.results[2 * shard] = loss;
    data.results[2 * shard + 1] = correct;
  }
}

function park(): void {
  Atomics.add(control, CONTROL.parked, 1);
  Atomics.notify(control, CONTROL.parked);
}

try {
  const network = makeNetwork();
  for (let round = 0; ;) {
    Atomics.wait(control, CONTROL.round, round);
    round = Atomics.load(control, CONTROL.round);
    if (control[CONTROL.mode] === MODE.stop) break;
    work(network);
    park();
  }
} catch (error) {
  Atomics.store(control, CONTROL.failed, 1);
  park();
  throw error;
}
