// The rows of blocks in table 2: t, c, n, s. Change one and run it.
const rows = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

const classes = 1000;

// The classifier first; then what the first convolution puts out.
export let params = 1280 * classes + classes;
export let madds = 1280 * classes;
let [side, channels] = [112, 32];

// A convolution: each weight works once at each pixel.
function convolution(weights: number, outC: number): void {
  params += weights + 2 * outC;
  madds += weights * side ** 2;
}

convolution(9 * 3 * channels, channels);
for (const [t, c, n, s] of rows) {
  for (let block = 0; block < n; block++) {
    const hidden = t * channels;
    if (t > 1) convolution(channels * hidden, hidden);
    if (block === 0) side = Math.ceil(side / s);
    convolution(9 * hidden, hidden);
    convolution(hidden * c, c);
    channels = c;
  }
}
convolution(channels * 1280, 1280);
