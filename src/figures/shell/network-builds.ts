/** In which builds our trained networks come. No weights: controls are made of this. */
import { VARIANT_NAMES, type VariantName } from "@kernels/models/figure-6.ts";

/** For clothes: our best network, or one of the small ones that were trained alike to compare blocks. */
export const BUILDS = ["best", ...VARIANT_NAMES] as const;
export type Build = "best" | VariantName;
/** The others were trained in one build. */
export const hasBuilds = (network: string): boolean => network === "fashion";
/** The build that a state shows of a network: the one that it wishes for, if the network comes in several. */
export const buildOf = (network: string, wanted: Build): Build => (hasBuilds(network) ? wanted : "best");
/** Whether a balanced part of the test set comes with the site; CIFAR-10 names no licence, so none of it does. */
export const hasTestImages = (network: string): boolean => network === "digits" || network === "fashion";
