import type { SpeedData } from "./compute.ts";
import { type Context, megabytes, ms, rate, share } from "./words.ts";

/** What a run costs whoever runs it; and, once it is measured, what it took here. */
export function describe({ network, madds, ways, rows, device }: SpeedData, context: Context): string {
  const { tr, num, state } = context;
  const [reference, simd, fused] = ways as [(typeof ways)[number], (typeof ways)[number], (typeof ways)[number]];
  const values = { network: tr(`controls.network.short.${network}`), madds: num(madds) };
  if (!device) {
    return [
      tr("say.cost", {
        ...values,
        reference: megabytes(reference.bytes, context),
        simd: megabytes(simd.bytes, context),
        fused: megabytes(fused.bytes, context),
      }),
      tr("say.press"),
    ].join(" ");
  }
  const said = [tr("say.reference", { ...values, ms: reference.ms ? ms(reference.ms.medianMs, context) : "" })];
  if (reference.ms && simd.ms && fused.ms) {
    said.push(
      tr("say.engine", {
        simd: ms(simd.ms.medianMs, context),
        fused: ms(fused.ms.medianMs, context),
        factor: num(reference.ms.medianMs / fused.ms.medianMs, { decimals: 0 }),
        rate: rate(fused.gmadds ?? 0, context),
        share: fused.ofPeak === null ? "" : share(fused.ofPeak, context),
      }),
    );
  }
  // Where time and multiply-adds part most: a kernel's share of both.
  const depthwise = rows.find(({ kernel }) => kernel === "depthwise")?.cells.simd;
  if (state.rows === "kernels" && depthwise?.ms && simd.ms) {
    const all = rows.reduce((sum, { cells }) => sum + (cells.simd?.ms?.medianMs ?? 0), 0);
    said.push(
      tr("say.depthwise", {
        madds: share(depthwise.madds / madds, context),
        time: share(depthwise.ms.medianMs / all, context),
      }),
    );
  }
  said.push(
    ...device.refused.map(({ found }) => tr("say.refused", { found, backend: tr(`backend.${device.backend}`) })),
  );
  return said.join(" ");
}
