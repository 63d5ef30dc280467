import { FormatError } from "@kernels/formats/format-error.ts";
import { readNetwork, writeNetwork } from "@kernels/formats/network-file.ts";
import { readSafetensors, type TensorToWrite, writeSafetensors } from "@kernels/formats/safetensors.ts";
import { build } from "@kernels/models/build.ts";
import { ablate, PAPER_BLOCK } from "@kernels/models/variant.ts";
import { seededRandom } from "@kernels/random.ts";
import { describe, expect, it } from "vitest";
import { seededWeights } from "../seeded-network.ts";
import { SMALL } from "../small-network.ts";

const layers = build(SMALL);
const weights = seededWeights(layers, seededRandom(3));
const labels = "0123456789".split("");
const scaling = { mean: [0.1307], std: [0.3081] };
const buffer = writeNetwork(SMALL, weights, { dtype: "F32", labels, scaling, rest: { licence: "CC0" } });

/** The file with some tensors or metadata changed. */
function changed(change: (tensors: Map<string, TensorToWrite>, metadata: Record<string, string>) => void): ArrayBuffer {
  const { tensors, metadata } = readSafetensors(buffer);
  const copy = new Map<string, TensorToWrite>([...tensors].map(([name, { shape, data }]) => [name, { shape, data }]));
  change(copy, metadata);
  return writeSafetensors(copy, metadata);
}

describe("a whole network file", () => {
  it("comes back with spec, layers, weights bit for bit and metadata", () => {
    const read = readNetwork(buffer);
    expect(read.spec).toEqual(SMALL);
    expect(read.layers).toEqual(layers);
    expect(read.metadata).toEqual({ labels, scaling, rest: { licence: "CC0" } });
    expect([...read.weights.keys()]).toEqual([...weights.keys()]);
    for (const [name, { data, shape }] of weights)
      expect(read.weights.get(name)).toEqual({ dtype: "F32", shape, data });
  });

  it("in float16 takes about half the bytes, values are within 2⁻¹¹ of themselves", () => {
    const half = writeNetwork(SMALL, weights, { dtype: "F16", labels, scaling });
    expect(half.byteLength).toBeLessThan(0.6 * buffer.byteLength);
    const { data } = readNetwork(half).weights.get("features.9.0.weight")!;
    const exact = weights.get("features.9.0.weight")!.data;
    data.forEach((value, i) =>
      expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(Math.abs(exact[i]!) * 2 ** -11 + 2 ** -25),
    );
  });

  it("accepts and ignores num_batches_tracked; without labels and scaling takes numbers and 0 … 1", () => {
    const read = readNetwork(
      changed((tensors, metadata) => {
        tensors.set("features.0.1.num_batches_tracked", { shape: [], data: Float32Array.of(9) });
        delete metadata["labels"];
        delete metadata["scaling"];
      }),
    );
    expect(read.weights.has("features.0.1.num_batches_tracked")).toBe(false);
    expect(read.metadata).toEqual({ labels, scaling: { mean: [0], std: [1] }, rest: { licence: "CC0" } });
  });

  it("of a network that it does not name is read with a given spec and the file's padding", () => {
    const unnamed = changed((_tensors, metadata) => {
      delete metadata["network"];
      metadata["padding"] = "same-tf";
    });
    expect(readNetwork(unnamed, { spec: SMALL }).spec.padding).toBe("same-tf");
    expect(() => readNetwork(unnamed)).toThrow(
      'The file does not say which network it holds: its metadata has no "network".',
    );
  });
});

it("a network whose blocks are built otherwise comes back with its variant", () => {
  const spec = ablate(SMALL, { neck: "relu6", filter: "full", shortcut: "expansions", after: "none" });
  const varied = build(spec);
  const file = writeNetwork(spec, seededWeights(varied, seededRandom(3)), { dtype: "F32", labels, scaling });
  const read = readNetwork(file);
  expect(read.spec).toEqual(spec);
  expect(read.layers).toEqual(varied);
});

describe("mismatches get one sentence", () => {
  const withSpec = (patch: object): ArrayBuffer =>
    changed((_tensors, metadata) => (metadata["network"] = JSON.stringify({ ...SMALL, ...patch })));
  const cases: [string, () => ArrayBuffer, string][] = [
    ["cut in half", () => buffer.slice(0, buffer.byteLength / 2), "The file is cut short: tensor"],
    ["missing", () => changed((tensors) => tensors.delete("features.3.conv.1.0.weight")), "Tensor features.3.conv.1.0.weight is missing; expected shape [48, 1, 3, 3]."],
    ["misshapen", () => changed((tensors) => tensors.set("classifier.1.bias", { shape: [11], data: new Float32Array(11) })), "Tensor classifier.1.bias has shape [11]; expected [10]."],
    ["extra", () => changed((tensors) => tensors.set("fc.weight", { shape: [1], data: new Float32Array(1) }).set("fc.bias", { shape: [1], data: new Float32Array(1) })), "Tensor fc.weight (and 1 more) is not part of this network; expected 127 tensors."],
    ["NaN", () => changed((tensors) => tensors.set("classifier.1.bias", { shape: [10], data: Float32Array.of(0, 0, NaN, 0, 0, 0, 0, 0, 0, 0) })), "Tensor classifier.1.bias holds NaN at index 2; expected a finite number."],
    ["negative variance", () => changed((tensors) => tensors.set("features.0.1.running_var", { shape: [8], data: new Float32Array(8).fill(-1) })), "Tensor features.0.1.running_var holds -1 at index 0; expected a finite number of at least 0."],
    ["labels", () => changed((_tensors, metadata) => (metadata["labels"] = '["a"]')), "The file's metadata has 1 labels; the network has 10 classes."],
    ["labels that are no list", () => changed((_tensors, metadata) => (metadata["labels"] = "{}")), "The file's metadata has no list of labels; the network has 10 classes."],
    ["labels that are no JSON", () => changed((_tensors, metadata) => (metadata["labels"] = "a, b")), 'The file\'s metadata is damaged: "labels" is not valid JSON.'],
    ["scaling", () => changed((_tensors, metadata) => (metadata["scaling"] = '{"mean":[0],"std":[0]}')), 'The file\'s metadata "scaling" must have a mean and a positive std for each of 1 channels.'],
    ["no rows", () => withSpec({ rows: [] }), 'The file\'s metadata "network" has no list of 1 to 64 rows.'],
    ["hostile width", () => withSpec({ lastC: 1e9 }), 'The file\'s metadata "network" has lastC = 1000000000; expected a whole number from 1 to 8192.'],
    ["hostile row", () => withSpec({ rows: [{ t: 1, c: "8", n: 1, s: 1 }] }), 'The file\'s metadata "network" has rows[0].c = "8"; expected a whole number from 1 to 8192.'],
    ["padding", () => withSpec({ padding: "valid" }), 'The file\'s metadata "network" has padding = "valid"; expected "symmetric" or "same-tf".'],
    ["epsilon", () => withSpec({ epsilon: 0 }), 'The file\'s metadata "network" has epsilon = 0; expected a number above 0 and below 1.'],
    ["variant", () => withSpec({ variant: { ...PAPER_BLOCK, neck: "soft" } }), 'The file\'s metadata "network" has variant.neck = "soft"; expected one of "linear", "relu6".'],
    ["network that is no JSON", () => changed((_tensors, metadata) => (metadata["network"] = "digits")), 'The file\'s metadata is damaged: "network" is not valid JSON.'],
  ]; // prettier-ignore
  it.each(cases)("%s", (_name, make, sentence) => {
    let caught: unknown;
    try {
      readNetwork(make());
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(FormatError);
    const { message } = caught as FormatError;
    expect(sentence.endsWith(".") ? message : message.slice(0, sentence.length)).toBe(sentence);
  });

  it("writing without a tensor names it", () => {
    expect(() => writeNetwork(SMALL, new Map(), { dtype: "F32" })).toThrow(
      "Tensor features.0.0.weight is missing; expected shape [8, 1, 3, 3].",
    );
  });
});
