import { Engine } from "@kernels/engine/engine.ts";
import { compile } from "@kernels/engine/plan.ts";
import { run } from "@kernels/engine/reference.ts";
import { build } from "@kernels/models/build.ts";
import { seededRandom } from "@kernels/random.ts";
import { expect, it, vi } from "vitest";
import { makeEngineModule } from "@/workers/engine-module.ts";
import { makeRunner } from "@/workers/engine-runner.ts";
import { seededTensor, seededWeights } from "../kernels/seeded-network.ts";
import { SMALL } from "../kernels/small-network.ts";

it("a module made for the page runs a network within 1e-4 of the largest logit; the reference needs none", async () => {
  const layers = build(SMALL);
  const random = seededRandom(5);
  const weights = seededWeights(layers, random);
  const input = seededTensor(layers[0]!.inShape, random);
  const truth = run(layers, weights, input).logits;
  const size = Math.max(...truth.map(Math.abs));
  for (const backend of ["simd", "relaxed"] as const) {
    const module = await makeEngineModule(backend);
    const logits = new Engine(compile(layers, weights), module!).run(input);
    truth.forEach((value, i) => expect(Math.abs(value - logits[i]!)).toBeLessThan(1e-4 * size));
  }
  expect(await makeEngineModule("reference")).toBeNull();
}, 120_000);

it("a device without room for the network is told in a sentence, with the megabytes that were asked for", async () => {
  const layers = build(SMALL);
  const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
    throw new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded");
  });
  const network = { layers, weights: seededWeights(layers, seededRandom(5)) };
  const choice = { backend: "simd", threads: 1, refused: [] } as const;
  await expect(makeRunner(network, choice, 0)).rejects.toThrow("this device refused the 1 MB of memory");
  grow.mockRestore();
});
