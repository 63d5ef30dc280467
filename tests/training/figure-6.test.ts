import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { totals } from "@kernels/cost/totals.ts";
import { run } from "@kernels/engine/reference.ts";
import { EPOCHS, recipeOf, SEEDS, SHIPPED_SEED } from "@kernels/experiments/figure-6/config.ts";
import recorded from "@kernels/experiments/figure-6/result.json" with { type: "json" };
import { readImageSet } from "@kernels/formats/image-set.ts";
import { readNetwork } from "@kernels/formats/network-file.ts";
import { build } from "@kernels/models/build.ts";
import { VARIANT_NAMES, VARIANTS, variantSpec } from "@kernels/models/figure-6.ts";
import { wilson } from "@kernels/statistics/wilson.ts";

const bytesOf = (path: string): ArrayBuffer => {
  const file = readFileSync(path);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
};

describe("the recorded repetition of figure 6", () => {
  it("has five seeds of every variant, each as long as planned, with the recipe of today's code", () => {
    expect(recorded.variants.map(({ name }) => name)).toEqual([...VARIANT_NAMES]);
    expect(recorded.recipe).toEqual(recipeOf(SEEDS[0], 10_000));
    expect(recorded.version).toMatch(/^[0-9a-f]{10}$/);
    for (const { name, change, params, madds, accuracy, log } of recorded.variants) {
      expect(change).toEqual(VARIANTS[name as keyof typeof VARIANTS]);
      expect(log.map(({ seed }) => seed)).toEqual([...SEEDS]);
      for (const run of log) expect([run.loss.length, run.accuracy.length]).toEqual([EPOCHS, EPOCHS]);
      expect(accuracy).toEqual(log.map((one) => one.accuracy.at(-1)));
      expect({ params, madds }).toEqual(totals(build(variantSpec(name as keyof typeof VARIANTS))));
      expect(madds).toBeLessThanOrEqual(2_000_000);
    }
  });
  it("compares networks of one price", () => {
    expect(new Set(recorded.variants.map(({ params, madds }) => `${params} ${madds}`)).size).toBe(1);
  });
});

describe.each(VARIANT_NAMES)("the shipped variant %s", (name) => {
  const file = bytesOf(`public/networks/figure-6/${name}.safetensors`);
  const network = readNetwork(file);
  it("is small, is built as it is called, and says how it was made", () => {
    expect(file.byteLength).toBeLessThanOrEqual(200_000);
    expect(network.spec).toEqual(variantSpec(name));
    expect(network.metadata.rest["seed"]).toBe(String(SHIPPED_SEED));
    expect(JSON.parse(network.metadata.rest["recipe"]!)).toEqual(recipeOf(SHIPPED_SEED, 10_000));
    expect(network.metadata.rest["trained"]).toContain(recorded.version);
  });
  it("reads the bundled images about as often rightly as its run did on the whole test set", () => {
    const { labels, pixels } = readImageSet(bytesOf("public/data/fashion-test.bin"));
    let right = 0;
    for (let image = 0; image < labels.length; image += 5) {
      const data = Float32Array.from(pixels.subarray(image * 784, (image + 1) * 784), (value) => value / 255);
      const { logits } = run(network.layers, network.weights, { shape: [28, 28, 1], data });
      right += logits.indexOf(Math.max(...logits)) === labels[image] ? 1 : 0;
    }
    const [low, high] = wilson(right, labels.length / 5);
    const accuracy = recorded.variants.find((one) => one.name === name)!.accuracy[SEEDS.indexOf(SHIPPED_SEED)]!;
    expect(low).toBeLessThan(accuracy + 0.02);
    expect(high).toBeGreaterThan(accuracy - 0.02);
  });
});
