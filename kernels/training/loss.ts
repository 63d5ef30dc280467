/** What a batch did: summed loss and how many images it got right. */
export interface BatchResult {
  readonly loss: number;
  readonly correct: number;
}

/**
 * Softmax cross-entropy with label smoothing, and its gradient for the logits.
 *
 * logits [batch, classes], labels [batch] → dLogits [batch, classes] = (softmax − target) / divisor. The target gives
 * 1 − ε to the label and spreads ε evenly over all classes. `divisor` is the size of the whole batch, of which this
 * may be a part.
 */
export function softmaxCrossEntropy(
  dLogits: Float32Array,
  logits: Float32Array,
  labels: Uint8Array,
  { classes, smoothing, divisor }: { classes: number; smoothing: number; divisor: number },
): BatchResult {
  let loss = 0;
  let correct = 0;
  for (let image = 0; image < labels.length; image++) {
    const at = image * classes;
    let best = 0;
    for (let i = 1; i < classes; i++) if (logits[at + i]! > logits[at + best]!) best = i;
    const top = logits[at + best]!;
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += Math.exp(logits[at + i]! - top);
    const logSum = Math.log(sum);
    for (let i = 0; i < classes; i++) {
      const logProbability = logits[at + i]! - top - logSum;
      const target = smoothing / classes + (i === labels[image] ? 1 - smoothing : 0);
      loss -= target * logProbability;
      dLogits[at + i] = (Math.exp(logProbability) - target) / divisor;
    }
    if (best === labels[image]) correct++;
  }
  return { loss, correct };
}
