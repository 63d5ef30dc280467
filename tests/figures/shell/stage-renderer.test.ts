/** Two 3D figures on one page share one renderer: who has it, who is told, and what happens when the driver takes it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const canvas = Object.assign(new EventTarget(), { remove: vi.fn() });
let hasWebgl = true;

vi.mock("@/figures/shell/stage-context.ts", () => ({ openContext: () => (hasWebgl ? { canvas, gl: {} } : undefined) }));
vi.mock("three", () => ({
  WebGLRenderer: class {
    readonly domElement = canvas;
    setClearAlpha(): void {
      // A renderer without a screen.
    }
  },
}));

const figure = () => ({ taken: vi.fn(), lost: vi.fn(), restored: vi.fn() });
const open = () => import("@/figures/shell/stage-renderer.ts");

beforeEach(() => {
  vi.resetModules();
  hasWebgl = true;
});
afterEach(() => {
  vi.clearAllMocks();
});

test("the second figure gets the very renderer of the first, which is told once", async () => {
  const { borrow } = await open();
  const [one, two] = [figure(), figure()];
  const renderer = borrow(one);
  expect(borrow(one)).toBe(renderer);
  expect(one.taken).not.toHaveBeenCalled();
  expect(borrow(two)).toBe(renderer);
  expect(borrow(two)).toBe(renderer);
  expect([one.taken.mock.calls.length, two.taken.mock.calls.length]).toEqual([1, 0]);
  borrow(one);
  expect([one.taken.mock.calls.length, two.taken.mock.calls.length]).toEqual([1, 1]);
});

test("only who has it can give it back; the canvas then leaves the page and nobody is told of the next loan", async () => {
  const { borrow, giveBack } = await open();
  const [one, two] = [figure(), figure()];
  borrow(one);
  borrow(two);
  giveBack(one);
  expect(canvas.remove).not.toHaveBeenCalled();
  giveBack(two);
  expect(canvas.remove).toHaveBeenCalledTimes(1);
  borrow(one);
  expect(two.taken).not.toHaveBeenCalled();
});

test("a lost context concerns the figure that has it, is lent to nobody, and comes back", async () => {
  const { borrow } = await open();
  const [one, two] = [figure(), figure()];
  borrow(one);
  borrow(two);
  const loss = new Event("webglcontextlost", { cancelable: true });
  canvas.dispatchEvent(loss);
  expect(loss.defaultPrevented).toBe(true);
  expect([one.lost.mock.calls.length, two.lost.mock.calls.length]).toEqual([0, 1]);
  expect(borrow(one)).toBeUndefined();
  canvas.dispatchEvent(new Event("webglcontextrestored"));
  expect([one.restored.mock.calls.length, two.restored.mock.calls.length]).toEqual([0, 1]);
  expect(borrow(one)).toBeDefined();
});

test("without WebGL nothing is lent and nobody is told", async () => {
  hasWebgl = false;
  const { borrow } = await open();
  const one = figure();
  expect(borrow(one)).toBeUndefined();
  expect(borrow(figure())).toBeUndefined();
  expect(one.taken).not.toHaveBeenCalled();
});
