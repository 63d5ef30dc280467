import fc from "fast-check";
import { PerspectiveCamera, Vector3 } from "three";
import { describe, expect, test } from "vitest";
import { DISTANCE, projector, rayThrough, readCamera, towards, within, writeCamera } from "@/figures/shell/camera.ts";

const views = fc.record({
  azimuth: fc.integer({ min: -180, max: 179 }),
  elevation: fc.integer({ min: -89, max: 89 }),
  zoom: fc.integer({ min: 50, max: 400 }),
});

describe("a view as text", () => {
  test("reads back what it wrote, for every view of whole degrees", () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(readCamera(writeCamera(view))).toEqual(view);
      }),
    );
  });
  test("writes one text for one direction", () => {
    expect(writeCamera({ azimuth: 179.7, elevation: -0.2, zoom: 100.4 })).toBe("-180_0_100");
    expect(writeCamera({ azimuth: 540, elevation: 95, zoom: 1000 })).toBe("-180_89_400");
  });
  test("refuses what is no view", () => {
    for (const text of [
      "",
      "1",
      "NaN_0_100",
      "200_0_100",
      "0_90_100",
      "0_0_49",
      "0_0_401",
      "0_0_100_1",
      "1e2_0",
      " 0_0",
      "0.5_0",
    ])
      expect(readCamera(text), text).toBeUndefined();
    expect(readCamera("-45_30")).toEqual({ azimuth: -45, elevation: 30, zoom: 100 });
  });
  test("carries the point looked at where a figure lets its readers walk, within its limits", () => {
    const limits = { zooms: [50, 3200] as const, pan: 500 };
    const far = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(views, fc.integer({ min: 50, max: 3200 }), fc.tuple(far, far, far), (view, zoom, target) => {
        const aside = { ...view, zoom, target };
        const text = writeCamera(aside, limits);
        const read = readCamera(text, limits);
        expect(read).toEqual(target.some((at) => at !== 0) ? aside : { ...view, zoom });
        expect(text.split("_").length).toBe(target.some((at) => at !== 0) ? 6 : 3);
      }),
    );
    expect(readCamera("0_0_100_501_0_0", limits)).toBeUndefined();
    expect(readCamera("0_0_100_1_0_0")).toBeUndefined();
    expect(readCamera("0_0_3201", limits)).toBeUndefined();
  });
  test("never leaves its ranges, however far it is turned", () => {
    const any = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(any, any, any, (azimuth, elevation, zoom) => {
        expect(readCamera(writeCamera({ azimuth, elevation, zoom }))).toBeDefined();
        expect(within({ azimuth, elevation, zoom }).azimuth).toBeGreaterThanOrEqual(-180);
      }),
    );
  });
});

test("the twin's perspective is three's to 1e-9", () => {
  const point = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true }))) as fc.Arbitrary<
    [number, number, number]
  >;
  fc.assert(
    fc.property(views, point, fc.double({ min: 0.5, max: 20, noNaN: true }), (view, [x, y, z], radius) => {
      const camera = new PerspectiveCamera((2 * Math.atan(1 / DISTANCE) * 180) / Math.PI, 1, 0.01, 1000);
      camera.up.set(0, 0, 1);
      camera.zoom = view.zoom / 100;
      camera.position.set(...towards(view)).multiplyScalar(DISTANCE * radius);
      camera.lookAt(0, 0, 0);
      camera.updateMatrixWorld();
      camera.updateProjectionMatrix();
      const seen = new Vector3(x, y, z).multiplyScalar(radius).project(camera);
      const [left, up] = projector(view, radius)([x * radius, y * radius, z * radius]);
      expect(left).toBeCloseTo(seen.x, 9);
      expect(up).toBeCloseTo(seen.y, 9);
    }),
  );
});

test("the ray through a point's picture meets the point, wherever is looked", () => {
  const unit = fc.double({ min: -1, max: 1, noNaN: true });
  const triple = fc.tuple(unit, unit, unit);
  fc.assert(
    fc.property(views, triple, triple, (view, point, target) => {
      const aside = { ...view, target };
      const [x, y] = projector(aside, 2)(point);
      const { from, along } = rayThrough(aside, 2, x, y);
      const away = point.map((at, k) => at - from[k]!);
      const t = away.reduce((sum, at, k) => sum + at * along[k]!, 0) / along.reduce((sum, at) => sum + at * at, 0);
      for (const k of [0, 1, 2]) expect(from[k]! + t * along[k]!).toBeCloseTo(point[k]!, 8);
    }),
  );
});
