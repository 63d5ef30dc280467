import { describe, expect, test } from "vitest";
import type { Collapse3dData } from "@/figures/collapse-3d/compute.ts";
import { shapeOf } from "@/figures/collapse-3d/shape.ts";
import { renderFigure } from "@/figures/shell/render.ts";
import { SHAPES } from "@kernels/manifold/shapes.ts";

const render = async (initial: Record<string, unknown>) => {
  const figure = await renderFigure("collapse-3d", { initial });
  return { ...figure, data: figure.data as Collapse3dData };
};

describe("collapse-3d", () => {
  test("folded, a lost point has at most one coordinate that is not zero", async () => {
    const { data } = await render({ fold: 1 });
    data.embedded.forEach((point, i) => {
      expect(point.filter((value) => value !== 0).length < 2, `point ${i}`).toBe(data.lost[i]);
    });
  });
  test("says that exactly half is lost, for the spiral and any T", async () => {
    for (const seed of [1, 7, 4242]) {
      const { sentence } = await render({ seed });
      expect(sentence).toContain("200 of 400 points (50.0%)");
      expect(sentence).toContain("exactly half, whatever T is");
    }
  });
  test("what it calls exactly half is exactly half for many T", async () => {
    for (const shape of ["spiral", "circle", "moons"]) {
      for (let seed = 100; seed < 120; seed++) expect((await render({ shape, seed })).data.lostShare, shape).toBe(0.5);
    }
  });
  test("does not say so of curves without opposite directions", async () => {
    const { data, sentence } = await render({ shape: "letter" });
    expect(data.lostShare).not.toBe(0.5);
    expect(sentence).toContain("need not");
  });
  test("says at each stage of the fold what is lost by then", async () => {
    expect((await render({ fold: 0 })).sentence).toContain("still flat and nothing is lost");
    expect((await render({ fold: 0.4 })).sentence).toContain("The fold is 40% done: negative coordinates keep 60%");
    expect((await render({ activation: "identity" })).sentence).toContain("none is lost");
    expect((await render({ activation: "leaky" })).sentence).toContain("keep 10% of their size");
  });
  test("the table holds every point once", async () => {
    for (const shape of SHAPES) {
      const { data, figure, state, tr, num } = await render({ shape, curve: "100,100 900,300 500,800" });
      const table = figure.table(data, { state, tr, num, uid: "t" } as never);
      expect(table.rows.reduce((sum, row) => sum + Number(row[4]), 0)).toBe(data.points.length);
    }
  });
  test("folded, every sheet lies in the positive octant; the lost ones on axes", async () => {
    const { data } = await render({ fold: 1 });
    for (const { rim, active } of shapeOf(data).sheets) {
      for (const point of rim) {
        expect(Math.min(...point)).toBeGreaterThanOrEqual(0);
        if (active < 2) expect(point.filter((value) => value > 1e-12).length).toBeLessThan(2);
      }
    }
  });
  test("is drawn inside its panel from every side", async () => {
    for (const camera of ["0_0_100", "90_89_100", "-135_-30_100"]) {
      const { panels } = await render({ camera, fold: 0 });
      const texts = [...(panels[0]?.svg ?? "").matchAll(/<text x="([^"]+)" y="([^"]+)"/g)];
      expect(texts).toHaveLength(9);
      for (const [, x, y] of texts) for (const value of [x, y]) expect(Number(value)).toBeGreaterThan(0);
      for (const [, x, y] of texts) for (const value of [x, y]) expect(Number(value)).toBeLessThan(445);
    }
  });
});
