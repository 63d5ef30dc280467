// The thirteen pairs: stride of the depthwise layer, channels put out.
const strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];
const body = [512, 512, 512, 512, 512, 512];
const channels = [64, 128, 128, 256, 256, ...body, 1024, 1024];

/** Multiply-adds and weights; batch norm and biases are left out. */
export function price(width: number, resolution: number) {
  let side = resolution / 2;
  let inC = 32 * width;
  let madds = side * side * 27 * inC;
  let weights = 27 * inC;
  for (const [i, stride] of strides.entries()) {
    const outC = channels[i]! * width;
    side = Math.ceil(side / stride);
    madds += side * side * inC * (9 + outC);
    weights += inC * (9 + outC);
    inC = outC;
  }
  return { madds: madds + inC * 1000, weights: weights + inC * 1000 };
}

const settings = [1, 0.75, 0.5, 0.25].map((width) => ({ width, side: 224 }));
settings.push({ width: 1, side: 128 }, { width: 0.5, side: 160 });
show(settings.map((one) => ({ ...one, ...price(one.width, one.side) })));
