import { Engine } from "../../kernels/engine/engine.ts";
import type { EngineExports } from "../../kernels/engine/exports.ts";
import { compile } from "../../kernels/engine/plan.ts";
import type { Weights } from "../../kernels/engine/weights.ts";
import type { Layer } from "../../kernels/models/layer.ts";

/** The page's engine in Node, on one thread; `wasm` is kernels/engine/engine.simd.ts, compiled. */
export function nodeEngine(wasm: Uint8Array<ArrayBuffer>, layers: readonly Layer[], weights: Weights): Engine {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env: { memory } });
  return new Engine(compile(layers, weights), { exports: exports as unknown as EngineExports, memory });
}
