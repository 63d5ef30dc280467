/** How a reader does each task that a lesson's page notices: the same way with keys and with a finger. */
export type Step =
  /** A control by its name in links; a slider's number is typed, a choice or a switch is taken. */
  | { readonly set: string; readonly to: string | number | boolean }
  /** A button of the figure, by its name. */
  | { readonly press: string | RegExp; readonly times?: number }
  /** A picked cell: arrow keys on the cells, or presses of the pad beside them. */
  | { readonly cells: RegExp; readonly key: string; readonly pad: string; readonly times: number }
  /** Strokes on the cleared drawing pad by their corners, in thousandths of its side; along its sides, for the keys' sake. */
  | { readonly strokes: readonly (readonly Corner[])[] };
export type Corner = readonly [x: number, y: number];

const set = (control: string, to: string | number | boolean): Step => ({ set: control, to });
const press = (name: string | RegExp, times = 1): Step => ({ press: name, times });

/** By "lesson/task". */
export const WAYS: Readonly<Record<string, readonly Step[]>> = {
  "by-hand/own-filter": [set("filter", "own")],
  "by-hand/twenty-seven": [set("inC", 3)],
  "by-hand/six": [set("inC", 1), { cells: /Cells of the output/, key: "ArrowUp", pad: "Row up", times: 1 }],
  "the-price/budget": [set("inC", 64), set("outC", 128), set("size", 56)],
  "the-price/balance": [set("size", 48), set("inC", 512), set("outC", 512), set("kernel", 3), set("stride", "1")],
  "how-machines-do-it/corner": [
    { cells: /Cells of the product/, key: "ArrowUp", pad: "Line up", times: 1 },
    { cells: /Cells of the product/, key: "ArrowLeft", pad: "Previous pixel", times: 1 },
  ],
  "how-machines-do-it/no-copy": [set("kernel", "1")],
  "how-machines-do-it/fewer": [set("kernel", "1"), set("stride", "2")],
  "depthwise-and-pointwise/middle": [press("Next step", 4)],
  "depthwise-and-pointwise/deep": [set("inC", 1)],
  "two-big-examples/one-row": [set("kernel", 3)],
  "two-big-examples/same-money": [set("outC", 15)],
  "the-law-of-saving/half": [set("kernel", "5"), set("outC", 25)],
  "the-law-of-saving/dearer": [set("outC", 1)],
  "mobilenet-v1/five": [press(/512 channels, stride 1, 5 times/)],
  "mobilenet-v1/budget": [set("width", 0.5), set("resolution", 160)],
  "where-the-work-is/half-classifier": [set("width", 0.25)],
  "where-the-work-is/small-picture": [set("width", 1), set("resolution", 96)],
  "manifold-of-interest/relu-on": [set("activation", "relu")],
  "spiral-experiment/seeds": [set("n", 3), set("seed", 4)],
  "the-law/settle": [set("n", 8), set("seeds", 1000)],
  "the-law/letter": [set("shape", "letter")],
  "the-law/no-scatter": [set("d", 5), set("n", 9)],
  "half-and-a-ghost/without-ghost": [set("share", 0)],
  "relu6-and-low-precision/first-loss": [set("scale", 6)],
  "linear-bottleneck/linear-neck": [set("n", 2), set("activation", "identity")],
  "linear-bottleneck/worst-neck": [set("network", "fashion")],
  "residual-blocks/stride": [set("stride", "2")],
  "residual-blocks/before": [set("step", "project-bn")],
  "four-blocks/step-c": [set("b", "linear-bottleneck"), set("expansion", 6)],
  "four-blocks/peak": [set("at", 2)],
  "inverted-against-bottleneck/wider": [set("channels", 256)],
  "inverted-against-bottleneck/steps": [set("at", 4)],
  "step-through-one-block/walk": [press("Next step", 7)],
  "step-through-one-block/neck": [set("neckRelu6", true), set("scope", "network")],
  "when-is-there-a-shortcut/first-of-stage": [set("block", 11)],
  "when-is-there-a-shortcut/off": [set("shortcut", false), set("scope", "network")],
  "capacity-and-expressiveness/kink": [set("t", 0)],
  "capacity-and-expressiveness/further": [set("step", "depthwise")],
  "row-by-row/heaviest-row": [press(/t 6, c 160, n 3, s 2/)],
  "row-by-row/find-the-peak": [press("Next", 3)],
  "width-and-resolution/wider-for-the-same": [set("width", 1.4), set("resolution", 160)],
  "width-and-resolution/best-under-60": [set("width", 0.5), set("resolution", 160)],
  // A 4 whose top begins to close: with a longer bar it is a 9.
  "run-it/border": [
    {
      strokes: [
        [
          [300, 200],
          [300, 500],
          [650, 500],
        ],
        [
          [650, 350],
          [650, 850],
        ],
        [
          [300, 200],
          [450, 200],
        ],
      ],
    },
  ],
  "memory-efficient-inference/where-it-stops": [set("parts", 4)],
  "memory-efficient-inference/one-megabyte": [set("resolution", 176)],
  "the-ablations/three-ways": [press("Shortcuts: three ways")],
  "the-ablations/half-price": [set("bT", "2")],
  "the-ablations/dear": [set("bFilter", "full")],
  "figure-6-again/first-epoch": [set("epoch", 1)],
  "figure-6-again/second-half": [set("half", "shortcut")],
  "figure-6-again/count": [set("built", "relu6-neck"), set("count", true)],
};
