/**
 * What the compiled `engine.simd.ts` exports. Arguments are addresses in its memory, sizes and strides in bytes, and 0
 * or 1; each twin's file says which. WebAssembly itself is unknown here: who has it makes the instance.
 */
export interface EngineExports {
  pointwise(...args: readonly number[]): void;
  conv2d(...args: readonly number[]): void;
  depthwise(...args: readonly number[]): void;
  linear(...args: readonly number[]): void;
  add(...args: readonly number[]): void;
  relu6(...args: readonly number[]): void;
  batchNorm(...args: readonly number[]): void;
  globalAveragePool(...args: readonly number[]): void;
  invertedResidual(...args: readonly number[]): void;
}

/** An instance of the module, and the memory that it works in. */
export interface EngineModule {
  readonly exports: EngineExports;
  readonly memory: { readonly buffer: ArrayBufferLike; grow(pages: number): number };
}
