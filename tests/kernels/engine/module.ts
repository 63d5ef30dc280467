import type { EngineExports, EngineModule } from "@kernels/engine/exports.ts";
import { compileWasm } from "../../../tools/build/wasm.mjs";

/** A fresh instance of the engine's module with a memory of its own. Compiling takes seconds on a busy machine. */
export async function engineModule(variant: "plain" | "relaxed", pages = 64): Promise<EngineModule> {
  const memory = new WebAssembly.Memory({ initial: pages });
  const { instance } = await WebAssembly.instantiate(await compileWasm("kernels/engine/engine.simd.ts", variant), {
    env: { memory },
  });
  return { exports: instance.exports as unknown as EngineExports, memory };
}
