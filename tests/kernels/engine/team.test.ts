import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { Engine } from "@kernels/engine/engine.ts";
import type { EngineExports } from "@kernels/engine/exports.ts";
import { compile } from "@kernels/engine/plan.ts";
import { cuts } from "@kernels/engine/shares.ts";
import { CONTROL_LENGTH, Team } from "@kernels/engine/team.ts";
import { build } from "@kernels/models/build.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { seededRandom } from "@kernels/random.ts";
import { describe, expect, it } from "vitest";
import { SHARED_PAGES } from "@kernels/engine/shared-memory.ts";
import { compileWasm } from "../../../tools/build/wasm.mjs";
import { seededTensor, seededWeights } from "../seeded-network.ts";
import type { HelperData } from "./helper.ts";
import { engineModule } from "./module.ts";

const NETWORKS = {
  digits: build(DIGITS),
  "MobileNetV2 0.35 at 96 px": build(MOBILENET_V2, { width: 0.35, resolution: 96 }),
};

describe.each(Object.entries(NETWORKS))("%s", (_, layers) => {
  it.each([
    [2, "fused", {}],
    [3, "fused", {}],
    [2, "operation by operation", { fuse: false }],
    [2, "all kept", { keep: "all" }],
  ] as const)(
    "%i threads, %s: the bits of one thread",
    async (threads, _mode, options) => {
      const random = seededRandom(threads);
      const weights = seededWeights(layers, random);
      const input = seededTensor(layers[0]!.inShape, random);
      const alone = new Engine(compile(layers, weights, options), await engineModule("plain", 1)).run(input).slice();

      const wasm = await compileWasm("kernels/engine/engine.simd.ts", "plain-shared");
      const memory = new WebAssembly.Memory({ initial: 1, maximum: SHARED_PAGES, shared: true });
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env: { memory } });
      const plan = compile(layers, weights, { ...options, threads });
      const engine = new Engine(plan, { exports: exports as unknown as EngineExports, memory });
      const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_LENGTH));
      const helpers = Array.from({ length: threads - 1 }, (_, i) => {
        // The weights stand in the shared memory already.
        const plain = { ...plan, constants: new Uint8Array(0) };
        const workerData: HelperData = { plan: plain, wasm, memory, control, thread: i + 1 };
        return new Worker(new URL("./helper.ts", import.meta.url), { workerData });
      });
      const team = new Team(engine, control);
      for (let run = 0; run < 5; run++) expect(team.run(input)).toEqual(alone);
      // A run that is left after some steps, even the last, does not disturb the next.
      for (const left of [1, 3, plan.steps.length - 1, plan.steps.length]) {
        let done = 0;
        for (const step of team.stepwise(input)) if (plan.steps[done++] !== step || done === left) break;
        expect(done).toBe(left);
        expect(team.run(input)).toEqual(alone);
      }
      expect([...team.stepwise(input)]).toEqual(plan.steps);
      expect(engine.logits).toEqual(alone);
      const ends = helpers.map((helper) => once(helper, "exit"));
      team.stop();
      expect(await Promise.all(ends)).toEqual(helpers.map(() => [0]));
    },
    120_000,
  );
});

describe("shares", () => {
  it("cover all and meet at whole grains", () => {
    expect(cuts(7, 2)).toEqual([0, 4, 7]);
    expect(cuts(1000, 2, 8)).toEqual([0, 504, 1000]);
    expect(cuts(2, 3)).toEqual([0, 1, 2, 2]);
  });
  it("a plan says how many threads it is for", () => {
    const weights = seededWeights(NETWORKS.digits, seededRandom(1));
    expect(() => compile(NETWORKS.digits, weights, { threads: 0 })).toThrow(
      "compile: threads must be a whole number of at least 1, got 0",
    );
  });
});
