/** Ten blocks at equal input: tensors, multiply-adds, parameters and peak memory, all from their layer lists. */
import { peak } from "@kernels/cost/memory.ts";
import { totals } from "@kernels/cost/totals.ts";
import { type BlockId, BLOCKS, type BlockSize, layersOf, type Shown, type Stage, stagesOf } from "./blocks.ts";

export interface GalleryState extends BlockSize {
  readonly a: BlockId;
  readonly b: BlockId;
  /** Which stage runs in both; a shorter block stays at its end. */
  readonly at: number;
  /** The pair alone, or all ten blocks below it. */
  readonly shown: Shown;
}

export interface BlockFacts {
  readonly id: BlockId;
  /** The input, then every stage's output. */
  readonly stages: readonly Stage[];
  readonly madds: number;
  readonly params: number;
  /** The most bytes of activations live at once, float32, layer by layer. */
  readonly peakBytes: number;
}

export interface GalleryData {
  readonly blocks: readonly BlockFacts[];
  readonly a: BlockFacts;
  readonly b: BlockFacts;
}

export function compute(state: GalleryState): GalleryData {
  const facts = (id: BlockId): BlockFacts => {
    const layers = layersOf(id, state);
    return { id, stages: stagesOf(layers), ...totals(layers), peakBytes: peak(layers).bytes };
  };
  const blocks = BLOCKS.map(facts);
  return {
    blocks,
    a: blocks[BLOCKS.indexOf(state.a)]!,
    b: blocks[BLOCKS.indexOf(state.b)]!,
  };
}
