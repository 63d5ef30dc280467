import { probabilities } from "@kernels/ops/softmax.ts";

// One score for each digit. Add 100 to all of them: what changes?
const scores = Float32Array.of(0, 0, 0, 5, 0, 0, 0, 0, 3, 0);

const shares = probabilities(scores);
export const answer = Array.from(shares, (share, digit) => ({
  digit,
  score: scores[digit],
  share,
}));
export const sum = shares.reduce((a, b) => a + b);
