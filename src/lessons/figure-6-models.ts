/** The four small networks of our repetition of figure 6, with what their runs recorded. Build time only. */
import { statSync } from "node:fs";
import { join } from "node:path";
import recorded from "@kernels/experiments/figure-6/result.json" with { type: "json" };

export function figure6Models() {
  const { shippedSeed, seeds, test, training, epochs, version, command, data, variants } = recorded;
  const shipped = seeds.indexOf(shippedSeed);
  const rows = variants.map(({ name, accuracy }) => {
    const file = `networks/figure-6/${name}.safetensors`;
    return {
      name,
      file: `/${file}`,
      bytes: statSync(join(process.cwd(), "public", file)).size,
      right: Math.round(accuracy[shipped]! * test),
      share: accuracy[shipped]!,
      mean: accuracy.reduce((sum, one) => sum + one, 0) / accuracy.length,
    };
  });
  const { params, madds } = variants[0]!;
  return { rows, params, madds, shippedSeed, test, training, epochs, version, command, data };
}
