import type { NetworkSpec } from "./spec.ts";

/** What an ablation may change inside every inverted residual. The first of each list is the paper's. */
export const NECKS = ["linear", "relu6"] as const;
export const SHORTCUTS = ["bottlenecks", "expansions", "none"] as const;
export const FILTERS = ["depthwise", "full"] as const;
export const AFTERS = ["relu6", "relu", "none"] as const;

/** How the blocks of a network differ from the paper's; plain JSON. */
export interface BlockVariant {
  /** What stands on the neck: nothing, or ReLU6 directly behind the projection's batch norm, before any sum. */
  readonly neck: (typeof NECKS)[number];
  /**
   * What shortcuts join. `bottlenecks`: a block's input is added to its output, at stride 1 with equal channels.
   * `expansions`: a block's expanded tensor, behind its ReLU6, is added to the next block's, behind its own, wherever the
   * two have the same shape; the path in between runs through filter, projection and the next expansion. Nothing cuts the
   * sum, so it may exceed 6. A block with t = 1 has no expanded tensor to join.
   */
  readonly shortcut: (typeof SHORTCUTS)[number];
  /** The 3×3 inside: one filter a channel, or one over all channels. */
  readonly filter: (typeof FILTERS)[number];
  /** The activation behind that filter. */
  readonly after: (typeof AFTERS)[number];
}

/** The block as the paper builds it. */
export const PAPER_BLOCK: BlockVariant = {
  neck: "linear",
  shortcut: "bottlenecks",
  filter: "depthwise",
  after: "relu6",
};

/** A network whose blocks are built otherwise. `t` is the expansion of every row that expands; rows with t = 1 keep it. */
export const ablate = (
  spec: NetworkSpec,
  { t, ...variant }: Partial<BlockVariant> & { readonly t?: number },
): NetworkSpec => ({
  ...spec,
  rows: spec.rows.map((row) => (t === undefined || row.t === 1 ? row : { ...row, t })),
  variant: { ...PAPER_BLOCK, ...spec.variant, ...variant },
});
