/** The network on the page as files: its weights with torchvision's names, and its layer list. */
import type { MadeFile } from "@/figures/shell/contract.ts";
import { type NetworkFile, writeNetwork } from "@kernels/formats/network-file.ts";

interface Exported extends NetworkFile {
  readonly name: string;
}

/** Half precision if the network came in it, so that nothing is added or lost; else float32. */
const dtypeOf = ({ weights }: Exported): "F16" | "F32" =>
  [...weights.values()].every(({ dtype }) => dtype === "F16") ? "F16" : "F32";

export function makeFile(which: string, network: Exported): MadeFile {
  const { name, spec, layers, weights, metadata } = network;
  if (which === "weights") {
    // What the spec says too would be a second word on the same thing.
    const { padding: _, input: _input, resolution: _side, ...rest } = metadata.rest;
    const bytes = writeNetwork(spec, weights, { ...metadata, rest, dtype: dtypeOf(network) });
    return { name: `${name}.safetensors`, type: "application/octet-stream", bytes };
  }
  return {
    name: `${name}-layers.json`,
    type: "application/json",
    bytes: JSON.stringify({ network: spec, layers }, null, 1),
  };
}
