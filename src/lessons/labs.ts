import type { Hub } from "@/figures/shell/contract.ts";
import { IMAGENET } from "./hub.ts";

/** A figure of a laboratory page; `instance` is its name in links where the page has more than one. */
export interface LabFigure {
  readonly figure: string;
  readonly instance?: string;
}

/** A room of the laboratory: its figure at full width, and perhaps others below it. */
export interface Lab extends LabFigure {
  readonly id: string;
  /** The lesson that the first figure belongs to. */
  readonly lesson?: string;
  readonly below?: readonly Required<LabFigure>[];
  /** Short texts below the figures: `lab.<id>.notes.<note>` has a title and a text. */
  readonly notes?: readonly string[];
  /** A public hub's file that the first figure may open; the page's policy lets the hub in. */
  readonly hub?: Hub;
}

/** The laboratory's rooms. The figure without an instance has bare parameters in its address. */
export const LABS: readonly Lab[] = [
  {
    id: "convolution",
    figure: "three-convolutions",
    instance: "three",
    below: [
      { figure: "conv-by-hand", instance: "hand" },
      { figure: "im2col", instance: "matrix" },
    ],
  },
  { id: "relu", figure: "relu-collapse", lesson: "what-relu-destroys/spiral-experiment" },
  { id: "block", figure: "block-microscope", lesson: "inverted-residuals/step-through-one-block" },
  {
    id: "blocks",
    figure: "block-gallery",
    instance: "gallery",
    below: [
      { figure: "expansion-sweep", instance: "sweep" },
      { figure: "receptive-field", instance: "field" },
    ],
  },
  {
    id: "network",
    figure: "predictions",
    lesson: "the-whole-network/run-it",
    hub: IMAGENET,
    below: [
      { figure: "network-city", instance: "city" },
      { figure: "block-microscope", instance: "microscope" },
      { figure: "neck-health", instance: "health" },
    ],
  },
  {
    id: "cost",
    figure: "architecture-table",
    instance: "table",
    below: [
      { figure: "width-resolution", instance: "width" },
      { figure: "memory-timeline", instance: "memory" },
      { figure: "conv-cost", instance: "price" },
      { figure: "separable-saving", instance: "law" },
    ],
  },
  { id: "speed", figure: "speed" },
  { id: "train", figure: "ablation", lesson: "does-it-work/the-ablations", notes: ["paper", "here", "read"] },
];
