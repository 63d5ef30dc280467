import type { Random } from "../random.ts";
import { gaussian } from "../random.ts";
import type { Layout } from "./layout.ts";

/**
 * First weights: filters normal with variance 2 / fan-out, classifier normal with deviation 0.01, scales 1, shifts and
 * biases 0, running mean 0, running variance 1. As torchvision, but for depthwise filters, whose fan-out is k² here
 * (each pixel feeds one channel) and c · k² there.
 */
export function initialise(layout: Layout, learned: Float32Array, statistics: Float32Array, random: Random): void {
  for (const { name, shape, offset, length, learned: isLearned } of layout.slots) {
    const flat = isLearned ? learned : statistics;
    const values = flat.subarray(offset, offset + length);
    const [outC = 1, inC = 1, k = 1] = shape;
    if (shape.length === 4) {
      const isDepthwise = k > 1 && inC === 1 && !name.startsWith("features.0.");
      const fanOut = isDepthwise ? k * k : outC * k * k;
      const deviation = Math.sqrt(2 / fanOut);
      for (let i = 0; i < length; i++) values[i] = gaussian(random) * deviation;
    } else if (shape.length === 2) {
      for (let i = 0; i < length; i++) values[i] = gaussian(random) * 0.01;
    } else {
      const isNormScale = name.endsWith(".weight") || name.endsWith(".running_var");
      values.fill(isNormScale ? 1 : 0);
    }
  }
}
