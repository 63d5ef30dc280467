// One value and the four numbers of its channel's batch norm.
export const v = 1.2;
const [mean, variance, gamma, beta] = [0.4, 0.16, 0.5, 0.1];

export const asWritten = (gamma * (v - mean)) / Math.sqrt(variance) + beta;

const a = gamma / Math.sqrt(variance);
const b = beta - a * mean;
export const folded = a * v + b;

const relu6 = (x: number) => Math.min(Math.max(x, 0), 6);
export const clipped = [-0.3, folded, 7.5].map(relu6);
