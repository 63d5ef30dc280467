import { build } from "./build.ts";
import type { Layer } from "./layer.ts";
import { buildMobilenetV1 } from "./mobilenet-v1.ts";
import { MOBILENET_V2 } from "./mobilenet-v2.ts";
import { buildMobilenetV3, MOBILENET_V3_LARGE, MOBILENET_V3_SMALL } from "./mobilenet-v3.ts";
import type { BuildOptions } from "./options.ts";
import { buildResnet, RESNET_18, RESNET_50 } from "./resnet.ts";
import { buildShufflenetV2 } from "./shufflenet-v2.ts";

/** A published network: how to list its layers, and what its paper lets one choose. */
export interface Published {
  /** The layer list, in torchvision's variant where it has the network; `width` only where `hasWidth`. */
  readonly build: (options?: BuildOptions) => Layer[];
  /** Whether the paper has a width multiplier; the others come in sizes of their own. */
  readonly hasWidth: boolean;
}

const sized = (build: Published["build"]): Published => ({ build, hasWidth: false });
const scaled = (build: Published["build"]): Published => ({ build, hasWidth: true });

/** Every published network whose rows are here, by its public name. */
export const NETWORKS = {
  "mobilenet-v1": scaled(buildMobilenetV1),
  "mobilenet-v2": scaled((options) => build(MOBILENET_V2, options)),
  "mobilenet-v3-large": scaled((options) => buildMobilenetV3(MOBILENET_V3_LARGE, options)),
  "mobilenet-v3-small": scaled((options) => buildMobilenetV3(MOBILENET_V3_SMALL, options)),
  "shufflenet-v2-0.5": sized((options) => buildShufflenetV2("0.5", options)),
  "shufflenet-v2-1.0": sized((options) => buildShufflenetV2("1.0", options)),
  "shufflenet-v2-1.5": sized((options) => buildShufflenetV2("1.5", options)),
  "shufflenet-v2-2.0": sized((options) => buildShufflenetV2("2.0", options)),
  "resnet-18": sized((options) => buildResnet(RESNET_18, options)),
  "resnet-50": sized((options) => buildResnet(RESNET_50, options)),
} as const satisfies Readonly<Record<string, Published>>;

export type NetworkId = keyof typeof NETWORKS;

export const NETWORK_IDS = Object.keys(NETWORKS) as readonly NetworkId[];
