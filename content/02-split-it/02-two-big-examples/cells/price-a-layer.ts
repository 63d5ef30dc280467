type Sizes = [out: number, inC: number, outC: number, kernel: number];

const layers: Record<string, Sizes> = {
  "5×5 example": [8, 3, 256, 5],
  "VGG layer": [112, 64, 128, 3],
  "your own": [28, 96, 96, 7],
};

// Places × values at each place × products in each value.
export function price([out, inC, outC, kernel]: Sizes) {
  const places = out * out;
  const standard = places * outC * (kernel * kernel * inC);
  const depthwise = places * inC * (kernel * kernel);
  const pointwise = places * outC * inC;
  const saving = standard / (depthwise + pointwise);
  return { standard, depthwise, pointwise, saving };
}

const names = Object.entries(layers);
show(names.map(([layer, sizes]) => ({ layer, ...price(sizes) })));
