import { MOBILENET_V2 } from "../../kernels/models/mobilenet-v2.ts";
import type { NetworkSpec } from "../../kernels/models/spec.ts";

/** One number of the network beside the paper's. */
export interface Difference {
  /** "input", "stem", "row 1" to "row 7", "last", "classes". */
  readonly part: string;
  /** h, w, c, t, n, s, as the paper's table 2 names them. */
  readonly field: string;
  readonly paper: number;
  readonly ours: number;
}

/** Every number of a network's rows that is not the paper's (MobileNetV2 1.0 at 224 px, table 2). */
export function differences(spec: NetworkSpec): Difference[] {
  const parts = (of: NetworkSpec): Record<string, Record<string, number>> => ({
    input: { ...of.input },
    stem: { ...of.stem },
    ...Object.fromEntries(of.rows.map((row, i) => [`row ${i + 1}`, { ...row }])),
    last: { c: of.lastC },
    classes: { n: of.classes },
  });
  const ours = parts(spec);
  return Object.entries(parts(MOBILENET_V2)).flatMap(([part, fields]) =>
    Object.entries(fields)
      .map(([field, paper]) => ({ part, field, paper, ours: ours[part]?.[field] ?? 0 }))
      .filter((difference) => difference.paper !== difference.ours),
  );
}
