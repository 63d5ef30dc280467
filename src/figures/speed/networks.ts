/** The networks that can be measured, as layer lists: what they cost needs no weights. */
import { build } from "@kernels/models/build.ts";
import { NETWORKS as PUBLISHED } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { isTrained, TRAINED, TRAINED_NAMES } from "@kernels/models/trained.ts";

export const NETWORKS = ["mobilenet-v2", "mobilenet-v2-0.35-96", ...TRAINED_NAMES] as const;
export type SpeedNetwork = (typeof NETWORKS)[number];

export const layersOf = (network: SpeedNetwork): readonly Layer[] =>
  isTrained(network)
    ? build(TRAINED[network])
    : PUBLISHED["mobilenet-v2"].build(network === "mobilenet-v2" ? {} : { width: 0.35, resolution: 96 });
