/** Makes the engine's module for whoever runs it in a worker. */
import plain from "@kernels/engine/engine.simd.ts?wasm=plain";
import plainShared from "@kernels/engine/engine.simd.ts?wasm=plain-shared";
import relaxed from "@kernels/engine/engine.simd.ts?wasm=relaxed";
import relaxedShared from "@kernels/engine/engine.simd.ts?wasm=relaxed-shared";
import type { EngineExports, EngineModule } from "@kernels/engine/exports.ts";
import { SHARED_PAGES } from "@kernels/engine/shared-memory.ts";
import type { Backend } from "./engine-choice.ts";

async function bytesOf(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The engine's module answered ${answer.status}.`);
  return answer.arrayBuffer();
}

/** A compiled module, with its memory. */
interface Instance {
  readonly exports: WebAssembly.Exports;
  readonly memory: WebAssembly.Memory;
}

/** A fresh instance of a compiled module, with a memory of its own. */
export async function makeInstance(address: string): Promise<Instance> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(await bytesOf(address), { env: { memory } });
  return { exports: instance.exports, memory };
}

/** A fresh engine, or null for the reference, which needs none. */
export async function makeEngineModule(backend: Backend): Promise<EngineModule | null> {
  if (backend === "reference") return null;
  const { exports, memory } = await makeInstance(backend === "relaxed" ? relaxed : plain);
  return { exports: exports as unknown as EngineExports, memory };
}

/** What threads that work together are given: the compiled module, and the one memory that all of them use. */
export interface SharedParts {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** @throws {RangeError} if the device has no room for a memory that can grow */
export async function makeSharedParts(backend: Exclude<Backend, "reference">): Promise<SharedParts> {
  const module = await WebAssembly.compile(await bytesOf(backend === "relaxed" ? relaxedShared : plainShared));
  return { module, memory: new WebAssembly.Memory({ initial: 1, maximum: SHARED_PAGES, shared: true }) };
}

/** One thread's instance on the shared memory. */
export function shareModule({ module, memory }: SharedParts): EngineModule {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { exports: exports as unknown as EngineExports, memory };
}
