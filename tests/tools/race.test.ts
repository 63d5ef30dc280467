import { expect, it } from "vitest";
import { networkOf, NETWORKS } from "../../tools/bench/race/network.ts";
import { onnxModel } from "../../tools/bench/race/onnx.ts";
import { summarise, summariseCold, summariseSteps, summariseSweep } from "../../tools/bench/race/summary.mjs";
import { tfliteModel } from "../../tools/bench/race/tflite.ts";

it("takes the ratio round by round, against the fastest peer of that round", () => {
  const lines: string[] = [];
  const rows = summarise(
    "tiny",
    1,
    {
      madds: 2_000_000,
      // The peers swap places from round to round; ours takes half of the faster one each time.
      times: [
        { runner: "litert", off: 0, rounds: [[2], [8], [2]] },
        { runner: "tfjs-wasm", off: 2e-4, rounds: [[4], [4], [4]] },
        { runner: "inverted-fused", off: 1e-6, rounds: [[1], [2], [1]] },
      ],
      peaks: { plain: [2e9], relaxed: [4e9] },
      steps: [],
    },
    (line) => lines.push(line),
  );
  expect(rows[2]).toEqual({ network: "tiny", runner: "inverted-fused", threads: 1, medianMs: 1, p10Ms: 1, p90Ms: 2 });
  const words = lines.map((line) => line.trim().split(/\s+/));
  // Name, median, p10, p90, GMAdd/s, ratio, share of the limit, logits off by.
  expect(words.at(-1)).toEqual(["inverted-fused", "1.000", "1.000", "2.000", "2.00", "0.50", "0.50", "1.0e-6"]);
  expect(lines.at(-2)).toMatch(/NOT THE SAME ANSWER$/);
});

it("tells each step's share of the time, and how near it comes to the limit", () => {
  const lines: string[] = [];
  const step = { call: "pointwise", shape: [7, 7, 320] as const };
  const steps = [
    { ...step, layers: ["features.0.0", "features.0.2"] as const, madds: 3_000_000, times: [3, 1, 2] },
    { ...step, layers: ["features.18.0", "features.18.2"] as const, madds: 6_000_000, times: [3, 3, 3] },
  ];
  summariseSteps({ madds: 9_000_000, times: [], peaks: { plain: [2e9], relaxed: [4e9] }, steps }, (line) =>
    lines.push(line),
  );
  const words = lines.map((line) => line.trim().split(/\s+/));
  // Name, call, output, p10, median, share and its sign, share of the limit.
  expect(words[1]).toEqual(["features.0", "pointwis", "7×7×320", "1.000", "2.000", "25.0", "%", "0.75"]);
  expect(words[2]).toEqual(["features.18", "pointwis", "7×7×320", "3.000", "3.000", "75.0", "%", "0.50"]);
  expect(lines.at(-1)).toBe("in all 4.000 ms p10");
});

it("takes a peer's fastest setting that is there and right", () => {
  const lines: string[] = [];
  const results = [
    ["usual", { times: [3, 3, 3], off: 1e-6 }],
    ["fast and wrong", { times: [1, 1, 1], off: 1e-2 }],
    ["layout", { times: [2, 9, 2], off: 1e-6 }],
    ["jspi", { failed: "no such module" }],
  ] as const;
  expect(summariseSweep("litert", results, (line) => lines.push(line))).toBe("layout");
  expect(lines.map((line) => line.replace(/ +/g, " "))).toEqual([
    "litert, usual 3.000 3.000",
    "litert, fast and wrong 1.000 1.000 NOT THE SAME ANSWER",
    "litert, layout 2.000 2.000",
    "litert, jspi not here: no such module",
  ]);
  expect(summariseSweep("litert", [["jspi", { failed: "no" }]], () => undefined)).toBeUndefined();
});

it("tells cold starts by their median, with what is downloaded", () => {
  const lines: string[] = [];
  summariseCold([{ runner: "litert", ms: [900, 300, 600], bytes: 8_400_000, gzipBytes: 2_860_000 }], (line) =>
    lines.push(line),
  );
  expect(lines[1]!.trim().split(/\s+/)).toEqual(["litert", "600", "300", "8400.0", "2860.0"]);
});

it("gives every peer the weights of every network once, in a file of its own format", () => {
  for (const name of NETWORKS) {
    const network = networkOf(name);
    const floats = network.nodes.reduce((sum, { filter, bias }) => sum + filter.length + bias.length, 0);
    const [onnx, tflite] = [onnxModel(network), tfliteModel(network)];
    for (const file of [onnx, tflite]) {
      expect(file.length).toBeGreaterThan(4 * floats);
      expect(file.length).toBeLessThan(4 * floats + 60_000);
    }
    expect(new TextDecoder().decode(tflite.subarray(4, 8))).toBe("TFL3");
  }
  expect(() => networkOf("none")).toThrow('There is no network "none"; there are 1.0/224, 0.35/96, digits.');
});
