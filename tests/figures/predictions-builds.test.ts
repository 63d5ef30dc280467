import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compute, load, type PredictionsData, type PredictionsState } from "@/figures/predictions/compute.ts";
import figure from "@/figures/predictions/figure.ts";
import type { Task } from "@/figures/shell/contract.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState } from "@/figures/shell/state.ts";
import { makeMemo } from "@/workers/task.ts";
import type { EngineJob, EngineRun } from "@/workers/engine-protocol.ts";
import { run } from "@kernels/engine/reference.ts";
import { readImageSet } from "@kernels/formats/image-set.ts";
import { readNetwork } from "@kernels/formats/network-file.ts";
import { runFigure } from "./run.ts";

const bytesOf = (path: string): ArrayBuffer => {
  const file = readFileSync(path);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
};
const set = readImageSet(bytesOf("public/data/fashion-test.bin"));
/** Answers of a file on the bundled images, by the reference, without the figure. */
function rightOf(name: string): boolean[] {
  const { layers, weights } = readNetwork(bytesOf(`public/networks/${name}.safetensors`));
  return Array.from(set.labels, (label, image) => {
    const data = Float32Array.from(set.pixels.subarray(784 * image, 784 * (image + 1)), (value) => value / 255);
    const { logits } = run(layers, weights, { shape: [28, 28, 1], data });
    return logits.indexOf(Math.max(...logits)) === label;
  });
}

describe("small networks that were trained alike", () => {
  it("one switch changes the answer to that of another file", async () => {
    const paper = await runFigure<PredictionsData>("predictions", { network: "fashion", built: "paper" });
    const bent = await runFigure<PredictionsData>("predictions", { network: "fashion", built: "relu6-neck" });
    const best = await runFigure<PredictionsData>("predictions", { network: "fashion" });
    expect(new Set([paper, bent, best].map(({ data }) => data.logits.join())).size).toBe(3);
    expect("built" in bent.data && bent.data.built).toBe("relu6-neck");
    expect(bent.panels.find(({ id }) => id === "samples")!.html).toContain(
      "Our best network gets the dashed ones wrong",
    );
    expect(best.panels.find(({ id }) => id === "samples")!.html).toContain("The network gets the dashed ones wrong");
  });
  it("digits come in one build: the switch is hidden and changes nothing", async () => {
    const plain = await runFigure<PredictionsData>("predictions");
    const asked = await runFigure<PredictionsData>("predictions", { built: "none" });
    expect(asked.data).toEqual(plain.data);
    expect(figure.hides!(initialState(figure.controls) as never)).toContain("built");
  });

  it("counts on the bundled images what the files answer, image by image, and says what may be said", async () => {
    const { data, sentence } = await runFigure<PredictionsData>("predictions", {
      network: "fashion",
      built: "relu6-neck",
      count: true,
    });
    const [own, paper] = [rightOf("figure-6/relu6-neck"), rightOf("figure-6/paper")];
    const only = (these: boolean[], not: boolean[]): number => these.filter((isRight, i) => isRight && !not[i]).length;
    const counted = "counted" in data ? data.counted : null;
    expect(counted).toMatchObject({
      images: 500,
      right: own.filter(Boolean).length,
      paper: { right: paper.filter(Boolean).length, onlyThis: only(own, paper), onlyPaper: only(paper, own) },
    });
    expect(sentence).toContain(`Of the 500 bundled test images it reads ${counted!.right} rightly`);
    expect(sentence).toContain(counted!.paper!.isTold ? "rarer than one in twenty" : "cannot be told from chance");
  });

  it("counts on the engine where there is one, and tells how far it is", async () => {
    const keys = new Set<string>();
    let asked = 0;
    const shares: number[] = [];
    const task = {
      ...buildTask,
      // What other tests counted is not known here.
      memo: makeMemo(),
      progress: (share: number) => Promise.resolve(void shares.push(share)),
      // It answers class 3 to everything.
      engine: ({ key }: EngineJob): Promise<EngineRun> => {
        asked++;
        keys.add(key);
        const report = { backend: "simd", threads: 1, ms: 1, memoryBytes: 1, peakBytes: 1, refused: [] } as const;
        const logits = Float32Array.from({ length: 10 }, (_, i) => (i === 3 ? 1 : 0));
        return Promise.resolve({ ...report, logits, kept: new Float32Array(), restarted: false });
      },
    };
    const state = { ...initialState(figure.controls), network: "fashion", built: "none", count: true };
    const own = state as unknown as PredictionsState;
    const data = await compute(own, await load(own, task), task);
    expect("counted" in data && data.counted).toMatchObject({ right: 50, paper: { right: 50, onlyThis: 0, onlyPaper: 0, isTold: false } }); // prettier-ignore
    expect(asked).toBe(1001);
    expect([...keys]).toEqual(["figure-6/none", "figure-6/paper"]);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it("a count that is cancelled takes no other with it; the next goes on where it was left", async () => {
    let asked = 0;
    const shared = {
      ...buildTask,
      memo: makeMemo(),
      engine: async (): Promise<EngineRun> => {
        asked++;
        await new Promise((resume) => setTimeout(resume));
        const report = { backend: "simd", threads: 1, ms: 1, memoryBytes: 1, peakBytes: 1, refused: [] } as const;
        const logits = Float32Array.from({ length: 10 }, (_, i) => (i === 3 ? 1 : 0));
        return { ...report, logits, kept: new Float32Array(), restarted: false };
      },
    };
    const state = { ...initialState(figure.controls), network: "fashion", built: "paper", count: true };
    const own = state as unknown as PredictionsState;
    const start = async (progress: Task["progress"]): Promise<PredictionsData> => {
      const task = { ...shared, progress };
      return compute(own, await load(own, task), task);
    };
    const cancelled = start((share) => (share > 0.5 ? Promise.reject(new Error("cancelled")) : Promise.resolve()));
    const beside = start(() => Promise.resolve());
    await expect(cancelled).rejects.toThrow("cancelled");
    const data = await beside;
    expect("counted" in data && data.counted).toMatchObject({ images: 500, right: 50 });

    asked = 0;
    shared.memo = makeMemo();
    await expect(start((share) => (share > 0.5 ? Promise.reject(new Error("cancelled")) : Promise.resolve()))).rejects.toThrow(); // prettier-ignore
    const before = asked;
    const again = await start(() => Promise.resolve());
    expect("counted" in again && again.counted).toMatchObject({ right: 50 });
    // One more each is the sample itself.
    expect(asked - before).toBe(1 + 500 - (before - 1));
  });
});
