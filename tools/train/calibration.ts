/** One stretch of a reliability curve: the answers whose probability lies from `from` up to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  /** Mean probability that the network gave its answers. */
  readonly confidence: number;
  /** Share of them that is right. */
  readonly accuracy: number;
}

export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: mean gap between confidence and accuracy over the bins, weighted by images. */
  readonly error: number;
}

/** How far a network's probabilities can be believed, in `count` stretches of equal width; empty ones are left out. */
export function calibrate(
  answers: readonly { readonly probability: number; readonly right: boolean }[],
  count = 10,
): Calibration {
  const groups = Array.from({ length: count }, (): (typeof answers)[number][] => []);
  for (const answer of answers) groups[Math.min(count - 1, Math.floor(answer.probability * count))]!.push(answer);
  const bins = groups.flatMap((group, i): ReliabilityBin[] => {
    if (group.length === 0) return [];
    const confidence = group.reduce((sum, { probability }) => sum + probability, 0) / group.length;
    const accuracy = group.filter(({ right }) => right).length / group.length;
    return [{ from: i / count, to: (i + 1) / count, images: group.length, confidence, accuracy }];
  });
  const error = bins.reduce(
    (sum, bin) => sum + (bin.images / answers.length) * Math.abs(bin.confidence - bin.accuracy),
    0,
  );
  return { bins, error };
}
