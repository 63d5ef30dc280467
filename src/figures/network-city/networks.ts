/** The networks that can stand along the street, as layer lists: shapes and costs, no weights. */
import { build } from "@kernels/models/build.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { isTrained, TRAINED, TRAINED_NAMES } from "@kernels/models/trained.ts";

/** Those whose blocks can be opened. All have blocks 0 (stem) to 18 (last 1×1) and 19 (pool and classifier). */
export const MAIN = [...TRAINED_NAMES, "mobilenet-v2"] as const;
export type MainNetwork = (typeof MAIN)[number];
/** What stands beside MobileNetV2, as shapes. */
export const COMPARED = ["none", "mobilenet-v1", "resnet-50"] as const;
export type ComparedNetwork = (typeof COMPARED)[number];

/** No block is open: the whole street. */
export const WHOLE = -1;
export const LAST_BLOCK = 19;

export const layersOf = (network: MainNetwork | Exclude<ComparedNetwork, "none">): readonly Layer[] =>
  isTrained(network) ? build(TRAINED[network]) : NETWORKS[network].build();
