import { workerData } from "node:worker_threads";
import { build } from "../../kernels/models/build.ts";
import type { TrainingNetwork } from "../../kernels/training/network.ts";
import { classify, runShard } from "../../kernels/training/shard.ts";
import type { CrewData } from "./crew-protocol.ts";
import { CONTROL, MODE } from "./crew-protocol.ts";
import { trainingNetwork } from "./lab-training.ts";

const data = workerData as CrewData;
const { control, recipe } = data;

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
  const network = trainingNetwork(new WebAssembly.Module(data.wasm), build(data.spec), recipe.shard);
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
