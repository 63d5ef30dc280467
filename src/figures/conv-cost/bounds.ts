/** The factors of a convolution's cost, in the order of the formula, and how far each goes. */
export const FACTORS = ["size", "inC", "outC", "kernel"] as const;
export type Factor = (typeof FACTORS)[number];

/** 224 pixels: the input of the papers' networks. 1024 channels: MobileNetV1's widest layer. */
export const MOST: Readonly<Record<Factor, number>> = { size: 224, inC: 1024, outC: 1024, kernel: 7 };
