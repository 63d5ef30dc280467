import { CIFAR } from "./cifar.ts";
import { DIGITS } from "./digits.ts";
import { FASHION } from "./fashion.ts";
import type { NetworkSpec } from "./spec.ts";

/** The networks that we trained and ship, by the name of their files in public/networks/. */
export const TRAINED = { digits: DIGITS, fashion: FASHION, cifar: CIFAR } as const satisfies Readonly<
  Record<string, NetworkSpec>
>;

export type TrainedName = keyof typeof TRAINED;
export const TRAINED_NAMES = Object.keys(TRAINED) as readonly TrainedName[];

export const isTrained = (name: string): name is TrainedName => name in TRAINED;
