import { addMobilenetV3Block } from "./inverted-residual.ts";
import type { Activation, Layer } from "./layer.ts";
import { LayerList } from "./layer-list.ts";
import { makeDivisible } from "./make-divisible.ts";
import type { BuildOptions } from "./options.ts";

/** One bneck row of MobileNetV3 tables 1 and 2: kernel, exp size, #out, SE, NL, s. */
export interface BneckRow {
  readonly k: number;
  readonly exp: number;
  readonly out: number;
  readonly se: boolean;
  /** RE: ReLU; HS: h-swish. */
  readonly nl: "RE" | "HS";
  readonly s: number;
}

/** A MobileNetV3 as its table's rows. */
export interface MobilenetV3Spec {
  readonly name: string;
  /** Channels of the first 3×3 convolution, stride 2, h-swish. */
  readonly stemC: number;
  readonly rows: readonly BneckRow[];
  /** Channels of the last 1×1 convolution before the pool, and of the layer behind the pool. */
  readonly lastC: number;
  readonly headC: number;
}

const row = (k: number, exp: number, out: number, se: boolean, nl: "RE" | "HS", s: number): BneckRow => ({
  k,
  exp,
  out,
  se,
  nl,
  s,
});

/** MobileNetV3-Large, table 1. */
export const MOBILENET_V3_LARGE: MobilenetV3Spec = {
  name: "mobilenet-v3-large",
  stemC: 16,
  rows: [
    row(3, 16, 16, false, "RE", 1),
    row(3, 64, 24, false, "RE", 2),
    row(3, 72, 24, false, "RE", 1),
    row(5, 72, 40, true, "RE", 2),
    row(5, 120, 40, true, "RE", 1),
    row(5, 120, 40, true, "RE", 1),
    row(3, 240, 80, false, "HS", 2),
    row(3, 200, 80, false, "HS", 1),
    row(3, 184, 80, false, "HS", 1),
    row(3, 184, 80, false, "HS", 1),
    row(3, 480, 112, true, "HS", 1),
    row(3, 672, 112, true, "HS", 1),
    row(5, 672, 160, true, "HS", 2),
    row(5, 960, 160, true, "HS", 1),
    row(5, 960, 160, true, "HS", 1),
  ],
  lastC: 960,
  headC: 1280,
};

/** MobileNetV3-Small, table 2 of the latest version (earlier ones print 1280 for 1024). */
export const MOBILENET_V3_SMALL: MobilenetV3Spec = {
  name: "mobilenet-v3-small",
  stemC: 16,
  rows: [
    row(3, 16, 16, true, "RE", 2),
    row(3, 72, 24, false, "RE", 2),
    row(3, 88, 24, false, "RE", 1),
    row(5, 96, 40, true, "HS", 2),
    row(5, 240, 40, true, "HS", 1),
    row(5, 240, 40, true, "HS", 1),
    row(5, 120, 48, true, "HS", 1),
    row(5, 144, 48, true, "HS", 1),
    row(5, 288, 96, true, "HS", 2),
    row(5, 576, 96, true, "HS", 1),
    row(5, 576, 96, true, "HS", 1),
  ],
  lastC: 576,
  headC: 1024,
};

const ACTIVATIONS: Readonly<Record<BneckRow["nl"], Activation>> = { RE: "relu", HS: "h-swish" };

/**
 * A MobileNetV3 as a layer list, in torchvision's names and widths: the width multiplier reaches every channel count,
 * inner ones and head too, each rounded to a multiple of 8. The two 1×1 convolutions behind the pool are linear layers.
 */
export function buildMobilenetV3(spec: MobilenetV3Spec, options: BuildOptions = {}): Layer[] {
  const { width = 1, resolution = 224, inC = 3, classes = 1000, channelDivisor } = options;
  const widen = (c: number): number => makeDivisible(c * width, channelDivisor);
  const list = new LayerList({ padding: "symmetric", epsilon: 1e-3 }, [resolution, resolution, inC]);

  const stem = { block: 0, row: 0, part: "filter" } as const;
  list.conv("features.0.0", widen(spec.stemC), 3, 2, stem);
  list.batchNorm("features.0.1", stem);
  list.activate("h-swish", "features.0.2", stem);

  spec.rows.forEach(({ k, exp, out, se, nl, s }, i) => {
    addMobilenetV3Block(
      list,
      {
        kernel: k,
        hidden: widen(exp),
        outC: widen(out),
        stride: s,
        activation: ACTIVATIONS[nl],
        squeezeExcite: se,
      },
      { block: i + 1, row: i + 1 },
    );
  });

  const block = spec.rows.length + 1;
  const last = { block, row: block, part: "head" } as const;
  // torchvision takes six times the last block's width, which at α = 1 is the table's row.
  list.pointwise(`features.${block}.0`, (spec.lastC / spec.rows.at(-1)!.out) * list.channels, last);
  list.batchNorm(`features.${block}.1`, last);
  list.activate("h-swish", `features.${block}.2`, last);

  const head = { block: block + 1, part: "head" } as const;
  list.globalAveragePool("avgpool", { ...head, row: block + 1 });
  list.linear("classifier.0", widen(spec.headC), { ...head, row: block + 2 });
  list.activate("h-swish", "classifier.1", { ...head, row: block + 2 });
  list.dropout("classifier.2", { ...head, row: block + 3 });
  list.linear("classifier.3", classes, { ...head, row: block + 3 });
  return list.layers;
}
