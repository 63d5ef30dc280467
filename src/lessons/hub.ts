/** Weights that a public hub keeps: where they are, how large, how they were trained. Fetched at a reader's press alone. */
import type { Hub } from "@/figures/shell/contract.ts";
import { build } from "@kernels/models/build.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";

/** Bytes of float32 that a file of such a network holds: its parameters, and a mean and a variance for each γ and β. */
export const weightBytes = (layers: readonly Layer[]): number =>
  4 * layers.reduce((sum, { kind, params }) => sum + (kind === "batch-norm" ? 2 * params : params), 0);

/**
 * MobileNetV2 1.0 as timm trained it on ImageNet, with timm's names.
 *
 * @see https://github.com/huggingface/pytorch-image-models, timm/models/efficientnet.py: the configuration of
 * `mobilenetv2_100.ra_in1k` (224 pixels, ImageNet's mean and deviation, bicubic; padding as PyTorch)
 */
export const IMAGENET: Hub = {
  address: "https://huggingface.co/timm/mobilenetv2_100.ra_in1k/resolve/main/model.safetensors",
  list: "https://huggingface.co/api/models/timm/mobilenetv2_100.ra_in1k/tree/main",
  path: "model.safetensors",
  card: "https://huggingface.co/timm/mobilenetv2_100.ra_in1k",
  name: "mobilenetv2_100.ra_in1k.safetensors",
  bytes: weightBytes(build(MOBILENET_V2)),
  trained: { padding: "symmetric", input: "imagenet", resolution: 224 },
  // What a reader chose for another network is not this one's.
  sets: { padding: "file", input: "file", resolution: "file", fit: "crop" },
};
