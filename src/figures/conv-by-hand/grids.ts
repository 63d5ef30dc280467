/** The four grids as SVG: input with its window, output with its cell, and the window and the filter enlarged. */
import { frameSvg, gridSvg, loupeSvg } from "@/figures/shell/cell-grid.ts";
import type { PickedCell } from "@/figures/shell/cell-moves.ts";
import type { Panel } from "@/figures/shell/contract.ts";
import { short } from "@/figures/shell/float-words.ts";
import type { ByHandData } from "./compute.ts";
import { paddedSide, planesOf, SLICE, slicesOf, WIDTH } from "./layout.ts";
import type { Context } from "./words.ts";

const part = (name: string, svg: string): string => `<g data-part="${name}">${svg}</g>`;
const reachOf = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Cells with a number in them that a picture made at build may have; beyond, it shows colours. */
const MOST_NUMBERS = 130;
const MOST_TAPS = 27;

export function gridPanels(data: ByHandData, context: Context, tap: PickedCell | null, fine: boolean): Panel[] {
  const { state, tr } = context;
  const { input, output, filter, before, cell, window } = data;
  const [size, , inC] = input.shape;
  const [out, , outC] = output.shape;
  const kernel = filter.shape[0];
  const numbered = fine || input.data.length + output.data.length <= MOST_NUMBERS;
  const text = numbered ? { text: short } : {};
  const tapText = fine || kernel ** 2 * inC <= MOST_TAPS ? { text: short } : {};
  const side = paddedSide(data, Number(state.stride));
  const [inPlanes, outPlanes, slices] = [planesOf(side, inC), planesOf(out, outC), slicesOf(kernel, inC)];
  const inputReach = reachOf(input.data);
  const pixel = (y: number, x: number, c: number): number | null =>
    y < 0 || x < 0 || y >= size || x >= size ? null : (input.data[(y * size + x) * inC + c] as number);

  const inputSvg = inPlanes.planes.map((plane, c) => {
    const grid = { ...plane, reach: inputReach, ...text };
    const value = (row: number, column: number): number | null => pixel(row - before, column - before, c);
    const box = { row: window.y + before, column: window.x + before, rows: kernel, columns: kernel };
    return gridSvg({ ...grid, value }) + part("window", frameSvg(plane, box, "input", 4));
  });
  const outputReach = reachOf(output.data);
  const outputSvg = outPlanes.planes.map((plane, o) => {
    const value = (row: number, column: number): number => output.data[(row * out + column) * outC + o] as number;
    const box = { row: cell.y, column: cell.x, rows: 1, columns: 1 };
    const drawn = gridSvg({ ...plane, reach: outputReach, value, ...text });
    return o === cell.o ? drawn + part("cell", frameSvg(plane, box, "accent", 4)) : drawn;
  });
  const windowSvg = slices.planes.map((plane, c) =>
    gridSvg({
      ...plane,
      reach: inputReach,
      ...tapText,
      value: (row, column) => pixel(window.y + row, window.x + column, c),
    }),
  );
  const weightReach = reachOf(filter.data);
  const filterSvg = slices.planes.map((plane, c) => {
    const value = (row: number, column: number): number =>
      filter.data[((row * kernel + column) * inC + c) * outC + cell.o] as number;
    const drawn = gridSvg({ ...plane, reach: weightReach, ...tapText, value });
    const box = tap?.c === c ? { row: tap.y, column: tap.x, rows: 1, columns: 1 } : null;
    return box ? drawn + frameSvg(plane, box, "weight") : drawn;
  });

  const shapes = { input: [size, size, inC].join("×"), output: [out, out, outC].join("×"), kernel, o: cell.o };
  const of = outC > 1 || inC > 1 ? "Many" : "";
  return [
    {
      id: "input",
      span: 6,
      pair: true,
      width: WIDTH,
      height: inPlanes.height,
      title: tr("panels.input", shapes),
      alt: tr("alt.input"),
      svg: inputSvg.join(""),
    },
    {
      id: "output",
      span: 6,
      pair: true,
      width: WIDTH,
      height: outPlanes.height,
      title: tr("panels.output", shapes),
      alt: tr("alt.output"),
      svg: outputSvg.join(""),
    },
    {
      id: "window",
      span: 3,
      width: SLICE,
      height: slices.height,
      title: tr("panels.window"),
      alt: tr("alt.window"),
      svg: part("window", windowSvg.join("")),
    },
    {
      id: "filter",
      span: 3,
      width: SLICE,
      height: slices.height,
      title: tr(`panels.filter${of}`, shapes),
      alt: tr("alt.filter"),
      svg: part("filter", filterSvg.join("")),
    },
  ];
}

/** Five by five of the output around the picked cell, for fingers that cover it. */
export function loupeHtml(data: ByHandData, { tr }: Context, fine: boolean): string {
  const { output, cell } = data;
  const [out, , outC] = output.shape;
  const grid = {
    rows: out,
    columns: out,
    reach: reachOf(output.data),
    value: (row: number, column: number): number => output.data[(row * out + column) * outC + cell.o] as number,
  };
  return `<svg class="loupe" viewBox="0 0 224 224" role="img" aria-label="${tr("alt.loupe")}">${loupeSvg(grid, { row: cell.y, column: cell.x }, fine ? short : undefined)}</svg>`;
}
