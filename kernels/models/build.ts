import type { Layer } from "./layer.ts";
import { LayerList } from "./layer-list.ts";
import { addInvertedResidual } from "./inverted-residual.ts";
import { makeDivisible } from "./make-divisible.ts";
import type { BuildOptions } from "./options.ts";
import type { NetworkSpec } from "./spec.ts";

export type { BuildOptions } from "./options.ts";

/**
 * Expands the rows of a MobileNetV2 to its layer list, in order of execution: torchvision's names, shapes, parameters,
 * multiply-adds and bytes.
 *
 * Every row's first block has the row's stride, the others 1. Channels are rounded by `makeDivisible`, the last 1×1
 * takes max(1, α); the inner width is the rounded input width times t.
 */
export function build(spec: NetworkSpec, options: BuildOptions = {}): Layer[] {
  const { width = 1, resolution, inC = spec.input.c, classes = spec.classes } = options;
  const divisor = options.channelDivisor ?? spec.channelDivisor;
  const widen = (c: number, by = width): number => makeDivisible(c * by, divisor);
  const list = new LayerList(spec, [resolution ?? spec.input.h, resolution ?? spec.input.w, inC]);

  const stem = { block: 0, row: 0, part: "filter" } as const;
  list.conv("features.0.0", widen(spec.stem.c), 3, spec.stem.s, stem);
  list.batchNorm("features.0.1", stem);
  list.activate("relu6", "features.0.2", stem);

  let block = 1;
  let expandedBefore: number | undefined;
  spec.rows.forEach(({ t, c, n, s }, i) => {
    for (let repeat = 0; repeat < n; repeat++) {
      const size = { expansion: t, outC: widen(c), stride: repeat === 0 ? s : 1, expandedBefore };
      const built = { ...size, ...(spec.variant && { variant: spec.variant }) };
      expandedBefore = addInvertedResidual(list, built, { block: block++, row: i + 1 });
    }
  });

  const row = spec.rows.length + 1;
  const last = { block, row, part: "head" } as const;
  list.pointwise(`features.${block}.0`, widen(spec.lastC, Math.max(1, width)), last);
  list.batchNorm(`features.${block}.1`, last);
  list.activate("relu6", `features.${block}.2`, last);

  const head = { block: block + 1, row: row + 1, part: "head" } as const;
  list.globalAveragePool("avgpool", head);
  list.dropout("classifier.0", { ...head, row: row + 2 });
  list.linear("classifier.1", classes, { ...head, row: row + 2 });
  return list.layers;
}
