/**
 * The figure contract (design 3.1). A figure is a folder:
 *
 *   compute.ts        `compute`, and `load` if it needs assets; imports kernels and named pure libraries only
 *   figure.ts         default export: defineFigure({ … }); imports types only from compute.ts
 *   strings.en.json   every visible word
 *   figure.css        optional; linked only where the figure is used
 *   live.css          optional; linked when the figure wakes: hover, dialogs, what the first picture does not show
 *
 * The shell reads the state from inputs and URL, runs load and compute on the page or in the worker, and draws.
 */

import type { EngineJob, EngineRun, MeasureJob, Measurement } from "@/workers/engine-protocol.ts";
import type { EngineNote, MadeFile } from "@/workers/figures-answer.ts";
import type { InputScaling } from "@kernels/formats/open-weights.ts";
import type { Padding } from "@kernels/models/layer.ts";
import { LIMITS, type ViewLimits } from "./camera.ts";

export type { EngineNote, MadeFile, MeasureJob, Measurement };

/** A bound that may depend on the other controls. */
export type Bound = number | ((state: Readonly<Record<string, unknown>>) => number);

export interface SliderControl {
  readonly kind: "slider";
  readonly min: Bound;
  readonly max: Bound;
  readonly step: number;
  readonly initial: number;
  /** Values marked below the track, such as the paper's. */
  readonly marks?: readonly number[];
}
export interface ChoiceControl<O extends string = string> {
  readonly kind: "choice";
  readonly options: readonly O[];
  readonly initial: O;
  /** `segments` are radio buttons in a row, `select` a native menu. */
  readonly look: "segments" | "select";
}
export interface SwitchControl {
  readonly kind: "switch";
  readonly initial: boolean;
}
/** A whole number from 0 to 2³²−1 with a dice button. */
export interface SeedControl {
  readonly kind: "seed";
  readonly initial: number;
}
/**
 * A drawing by the reader. Its value is text that travels in the link's fragment: strokes as
 * "x,y x,y …;x,y …" in whole thousandths of the pad's side; empty means nothing drawn.
 * `mode` "ink" draws thick strokes, "curve" one open curve.
 */
export interface DrawingControl {
  readonly kind: "drawing";
  readonly mode: "ink" | "curve";
  readonly initial: string;
}
/** A picture that the reader opens, pastes or drops. Never in the link. null until there is one. */
export interface ImageControl {
  readonly kind: "image";
  readonly initial: null;
}
/**
 * A file that the reader opens or drops, such as weights. Never in the link. null until there is one. It counts once the
 * figure has computed with it: a file that compute refuses leaves what was there.
 */
export interface FileControl {
  readonly kind: "file";
  readonly initial: null;
  /** Endings of the names that are offered, e.g. ".safetensors". */
  readonly accept: string;
  /** Larger files are refused unread, in megabytes. */
  readonly megabytes: number;
  /** No input of its own: it takes what another figure of the page opened under this name, and its state with it. */
  readonly follows?: true;
}
/** State without an input of its own: set by picking in the figure (cell, step, camera). Whole number in bounds, or one of a list. */
export interface PickControl<O extends string = string> {
  readonly kind: "pick";
  readonly initial: number | O;
  readonly min?: Bound;
  readonly max?: Bound;
  readonly options?: readonly O[];
  /** A change of this makes a history entry of its own (steps, blocks), so that Back works. */
  readonly push?: boolean;
}

/**
 * State that the reader makes in a part of the figure's own (the cells of a filter), as a text that `pattern` describes
 * whole. It travels in the link's fragment; empty means nothing made.
 */
export interface MadeControl {
  readonly kind: "made";
  readonly initial: string;
  readonly pattern: RegExp;
  /** Valid texts, for tests. */
  readonly examples: readonly string[];
}

/**
 * Where a 3D figure is looked at from, "azimuth_elevation_zoom" in whole degrees and percent (camera.ts). Moved on the
 * stage; a change of it alone redraws and computes nothing. `limits` let a large scene be entered and walked along.
 */
export interface CameraControl {
  readonly kind: "camera";
  readonly initial: string;
  readonly limits: ViewLimits;
}

/**
 * A button for what nobody may be made to wait for unasked, such as measuring this device. Its value is 0 until it is
 * pressed, then a number that is new for each press; a press that is cancelled, or whose work fails, has not happened. Never
 * in the link. A figure's `follow` takes it back to 0 when what was asked for is no longer what is shown.
 */
export interface PressControl {
  readonly kind: "press";
  readonly initial: 0;
}

export type Control =
  | PressControl
  | SliderControl
  | ChoiceControl
  | SwitchControl
  | SeedControl
  | DrawingControl
  | ImageControl
  | FileControl
  | PickControl
  | MadeControl
  | CameraControl;
export type Controls = Readonly<Record<string, Control>>;

/** Pixels that the reader opened, RGBA, at most 1024 on the long side, EXIF rotation applied, over white. */
export interface OpenedImage {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** How a network was trained, where that is known of it and its file does not say it. */
export interface Trained {
  readonly padding: Padding;
  readonly input: InputScaling;
  readonly resolution: number;
}

/** A file that a public hub keeps: a page that names it offers it beside a file control of its figure. */
export interface Hub {
  readonly address: string;
  /** The hub's own list of the folder, which has the file's SHA-256, and the file's name there. */
  readonly list: string;
  readonly path: string;
  /** The hub's page about it, where its licence stands. */
  readonly card: string;
  /** What the file is called once it is open. */
  readonly name: string;
  /** Its weights, by our own count; its header comes on top. */
  readonly bytes: number;
  readonly trained: Trained;
  /** What else of the state changes when it is opened, as texts of a link. */
  readonly sets: Readonly<Record<string, string>>;
}

/** A file that the reader opened; `id` is new for each. Reading it may fail: it can be gone by then. */
export interface OpenedFile {
  readonly name: string;
  readonly size: number;
  readonly id: number;
  readonly file: Blob;
  /** Of a hub's file: how it was trained, and a sentence on whether it is the one that the hub lists. */
  readonly trained?: Trained;
  readonly note?: string;
  /** For those who follow: the state of the figure that it is open in, and a number that changes with it. */
  readonly at?: { readonly state: AnyState; readonly turn: number };
}

type ValueOf<C extends Control> = C extends SliderControl | SeedControl | PressControl
  ? number
  : C extends ChoiceControl<infer O>
    ? O
    : C extends SwitchControl
      ? boolean
      : C extends DrawingControl | MadeControl | CameraControl
        ? string
        : C extends ImageControl
          ? OpenedImage | null
          : C extends FileControl
            ? OpenedFile | null
            : C extends PickControl<infer P>
              ? string extends P
                ? number
                : P
              : never;
export type StateOf<C extends Controls> = {
  readonly [K in keyof C]: ValueOf<C[K]>;
};
export type AnyState = Readonly<Record<string, unknown>>;

/** What load and compute may use of the outside world; given by page, worker, build or test. */
export interface Task {
  readonly signal: AbortSignal;
  /** Tells how far a long run is (0 to 1) and yields, so that a cancel can arrive. */
  readonly progress: (fraction: number) => Promise<void>;
  /** The bytes of a file of ours, by its path below public/, e.g. "networks/digits.safetensors". Cached. */
  readonly asset: (path: string) => Promise<ArrayBuffer>;
  /** Keeps the last few results of expensive pure work (a parsed network, its run on one input) by key. */
  readonly memo: <T>(key: string, make: () => T | Promise<T>) => Promise<T>;
  /** Runs a network on the fast engine; `failed` says why it could not. Absent where there is no worker (build, tests). */
  readonly engine?: (job: EngineJob) => Promise<EngineRun | { readonly failed: string }>;
  /**
   * Measures a network on this device, call by call, on a backend or the fastest that there is; `failed` says why it could
   * not. Only for what a reader has pressed for. Absent where there is no worker.
   */
  readonly measure?: (job: MeasureJob, backend: string | null) => Promise<Measurement | { readonly failed: string }>;
  /** Tells what the engine did; the figure finds it in its draw context. */
  readonly note?: (note: EngineNote) => void;
}

/** What a figure's compute.ts exports. */
export interface ComputeModule<S = AnyState, A = unknown, D = unknown> {
  load?(state: S, task: Task): Promise<A>;
  compute(state: S, assets: A, task: Task): D | Promise<D>;
  /** Makes one of the figure's `files`. */
  file?(name: string, state: S, assets: A, task: Task): MadeFile | Promise<MadeFile>;
}

/** Words and numbers in the reader's language. */
export interface Words {
  /** The figure's string by key ("a.b"), with {name} filled in and {n, plural, one {…} other {…}} chosen. */
  readonly tr: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** A number in the reader's format with the decimals of the settings, or as asked. */
  readonly num: (value: number, options?: { decimals?: number; percent?: boolean; sign?: boolean }) => string;
}

export interface DrawContext<S> extends Words {
  readonly state: S;
  /** Unique prefix for ids inside the picture. */
  readonly uid: string;
  /** What the engine did for these data; absent where it did nothing, as at build time. */
  readonly engine?: EngineNote | null;
}

/**
 * One panel of a figure's picture. Panels stand in a grid that wraps, so an SVG is shown near its natural size on
 * every screen: draw square ones about 320 wide, charts about 400, with text of 14 or more. `span` is how many
 * columns of 12 it takes on a wide screen. Colours are CSS variables of the palette.
 */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly span: 3 | 4 | 6 | 8 | 12;
  /** Two side by side on a narrow screen too: for small multiples, whose point is the comparison. */
  readonly pair?: boolean;
  readonly width?: number;
  readonly height?: number;
  /** Inner SVG markup for a viewBox of width × height … */
  readonly svg?: string;
  /**
   * … or HTML, escaped by the figure (`escapeHtml` in markup.ts). A `<button data-set='{"control": "value"}'>` in it
   * changes the state, with values as a link would write them.
   */
  readonly html?: string;
  /** Text alternative of the SVG; the title if absent. */
  readonly alt?: string;
  /** The 3D stage replaces this drawing in the page; a bar for its buttons is kept free below. */
  readonly stage?: boolean;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

export interface MountHost<S> extends Words {
  /** The figure's root element. */
  readonly root: HTMLElement;
  /** Panel bodies by panel id, each with the picture inside and a fixed aspect ratio. */
  readonly panels: Readonly<Record<string, HTMLElement>>;
  /** Lays out other panels and returns their bodies. */
  readonly layout: (panels: readonly Panel[]) => Readonly<Record<string, HTMLElement>>;
  /** Brings the panels' titles up to date. */
  readonly titles: (panels: readonly Pick<Panel, "id" | "title">[]) => void;
  readonly uid: string;
  readonly state: () => S;
  /** Changes the state (controls, URL, compute follow). `push` makes a history entry. */
  readonly set: (patch: Partial<S>, options?: { push?: boolean }) => void;
  /** true when the reader asks for reduced motion, by system or by setting. */
  readonly reducedMotion: () => boolean;
  /** "light" or "dark", as shown now; `onTheme` is called when it changes. */
  readonly theme: () => "light" | "dark";
  readonly onTheme: (run: () => void) => void;
  /** Says something short at once in the polite live region (e.g. the picked cell). */
  readonly say: (text: string) => void;
  /** Shows a sentence of failure in the figure's own message line; empty clears it. */
  readonly fail: (text: string) => void;
}
export interface Mounted<S, D> {
  readonly update: (data: D, state: S) => void;
  readonly dispose: () => void;
}

export interface FigureDefinition<C extends Controls, D> {
  readonly id: string;
  readonly controls: C;
  /** Names that marks or elements of the picture carry (`part`, `data-part`), which a lesson's words can light. */
  readonly parts?: readonly string[];
  /** Where compute runs: light ones (a few ms) on the page, all else in the worker. */
  readonly thread: "page" | "worker";
  /**
   * What else changes when the reader changes something: picking a sample clears the drawing. Gets the change and the
   * state before it; returns more of the change.
   */
  readonly follow?: (change: Partial<StateOf<C>>, state: StateOf<C>) => Partial<StateOf<C>>;
  /** What lies under the strokes on a drawing pad: grey values, 0 ground to 255 ink, or null. */
  readonly underlay?: (data: D) => { width: number; height: number; grey: ArrayLike<number> } | null;
  /** Controls that mean nothing in this state; they are hidden. */
  hides?(state: StateOf<C>): readonly (keyof C & string)[];
  /** The finding in one to three sentences that follow the state. */
  describe(data: D, context: DrawContext<StateOf<C>>): string;
  picture(data: D, context: DrawContext<StateOf<C>>): readonly Panel[] | Promise<readonly Panel[]>;
  /** Controls, and all `files`, that only a page about this figure shows: its room in the laboratory, its own page. */
  readonly inRoom?: readonly (keyof C & string)[];
  /** Files that the reader may keep, made by compute.ts; `files.<name>` in the strings is the button's name. */
  readonly files?: readonly string[];
  /** Rows for the CSV. */
  table(data: D, context: DrawContext<StateOf<C>>): Table;
  /** For figures that pick, drag, play or draw many marks; without it the shell redraws `picture`. */
  mount?(host: MountHost<StateOf<C>>, data: D): Mounted<StateOf<C>, D> | Promise<Mounted<StateOf<C>, D>>;
}
export type AnyFigure = FigureDefinition<Controls, never>;

export function defineFigure<const C extends Controls, D>(figure: FigureDefinition<C, D>): FigureDefinition<C, D> {
  return figure;
}

export const slider = (options: Omit<SliderControl, "kind">): SliderControl => ({ kind: "slider", ...options });
export const choice = <const O extends string>(
  options: readonly O[],
  rest: { initial: NoInfer<O>; look?: "segments" | "select" },
): ChoiceControl<O> => ({ kind: "choice", options, look: "segments", ...rest });
export const toggle = (initial = false): SwitchControl => ({
  kind: "switch",
  initial,
});
export const seed = (initial = 1): SeedControl => ({ kind: "seed", initial });
export const drawing = (mode: "ink" | "curve", initial = ""): DrawingControl => ({ kind: "drawing", mode, initial });
export const image = (): ImageControl => ({ kind: "image", initial: null });
export const file = (options: Omit<FileControl, "kind" | "initial">): FileControl => ({
  kind: "file",
  initial: null,
  ...options,
});
export const press = (): PressControl => ({ kind: "press", initial: 0 });
export const made = (options: Omit<MadeControl, "kind">): MadeControl => ({ kind: "made", ...options });
export const camera = (initial: string, limits: Partial<ViewLimits> = {}): CameraControl => ({
  kind: "camera",
  initial,
  limits: { ...LIMITS, ...limits },
});
export const pick = <const O extends string = string>(options: Omit<PickControl<O>, "kind">): PickControl<O> => ({
  kind: "pick",
  ...options,
});
