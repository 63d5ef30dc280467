/**
 * MobileNetV2 1.0 at 224 px on the stage's own parts, in a browser with software rendering: every convolution's output
 * with seeded values, packed, uploaded and turned. Times are told beside those of an empty scene of the same size.
 */
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { expect, test } from "./fixtures.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const HARNESS = /* ts */ `
  import { PerspectiveCamera, Scene, WebGLRenderer } from "three";
  import { towards } from "@/figures/shell/camera.ts";
  import { aimCamera } from "@/figures/shell/stage-camera.ts";
  import { layStreet, POSES } from "@/figures/shell/tensor-layout.ts";
  import { makeTensorMesh } from "@/figures/shell/tensor-mesh.ts";
  import { build } from "@kernels/models/build.ts";
  import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
  import { seededRandom } from "@kernels/random.ts";

  const median = (all) => all.sort((a, b) => a - b)[all.length >> 1];

  globalThis.measure = () => {
    const random = seededRandom(224);
    const layers = build(MOBILENET_V2).filter(({ kind }) => /conv2d|pointwise|depthwise/.test(kind));
    const tensors = layers.map(({ index, outShape: shape }) => ({
      key: String(index),
      shape,
      values: Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => 6 * random() - 3),
      reach: 3,
      marksSix: false,
    }));
    const renderer = new WebGLRenderer({ antialias: true });
    renderer.setSize(960, 540);
    document.body.append(renderer.domElement);
    const gl = renderer.getContext();
    const [scene, empty] = [new Scene(), new Scene()];
    const camera = new PerspectiveCamera();
    camera.up.set(0, 0, 1);
    const lent = { scene, camera, colour: () => "#808890", changed() {}, reducedMotion: () => true, textureLimit: 2048 };
    const pixel = new Uint8Array(4);
    const draw = (what, azimuth, radius, zoom = 100) => {
      const view = { azimuth, elevation: 18, zoom };
      const start = performance.now();
      mesh?.face(towards(view));
      mesh?.resize(960, 540, (540 * zoom) / (200 * radius));
      aimCamera(camera, view, { radius, reach: radius, aspect: 960 / 540 });
      renderer.render(what, camera);
      gl.readPixels(480, 270, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      return performance.now() - start;
    };
    let mesh;
    draw(empty, 0, 100);
    const start = performance.now();
    const street = layStreet(tensors, { pose: POSES.along });
    mesh = makeTensorMesh(lent);
    mesh.load(tensors);
    mesh.place(street, () => ({ up: 0, picked: 0, faded: 0 }));
    draw(scene, -50, street.radius);
    const opened = performance.now() - start;
    const turn = (what, zoom) => median(Array.from({ length: 9 }, (_, i) => draw(what, -60 + 3 * i, street.radius, zoom)));
    const found = {
      cells: tensors.reduce((sum, { values }) => sum + values.length, 0),
      planes: tensors.reduce((sum, { shape }) => sum + shape[2], 0),
      opened,
      far: turn(scene, 100),
      farPlanes: mesh.planesDrawn,
      near: turn(scene, 800),
      nearPlanes: mesh.planesDrawn,
      empty: turn(empty, 100),
      bytes: mesh.textureBytes,
      calls: mesh.drawCalls,
      heap: performance.memory?.usedJSHeapSize ?? 0,
    };
    draw(scene, -50, street.radius);
    const textures = renderer.info.memory.textures;
    mesh.dispose();
    return { ...found, textures, texturesAfter: renderer.info.memory.textures };
  };
`;

test("all of MobileNetV2 1.0/224 opens in a draw call a texture, a byte a cell, and few planes a frame", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { outputFiles } = await bundle({
    stdin: { contents: HARNESS, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    alias: { "@": `${root}src`, "@kernels": `${root}kernels` },
    logLevel: "silent",
  });
  await page.goto("/404.html");
  await page.evaluate(outputFiles[0]!.text);
  const found = await page.evaluate(() =>
    (globalThis as unknown as { measure: () => Record<string, number> }).measure(),
  );
  const rounded = Object.entries(found).map(([name, value]) => `${name} ${String(Math.round(value * 10) / 10)}`);
  console.log(`1.0/224 on the stage: ${rounded.join(", ")} (times in ms, frames at 960 × 540)`);
  expect(found["cells"]).toBeGreaterThan(6.6e6);
  expect(found["bytes"]).toBeLessThan(1.1 * found["cells"]!);
  expect(found["calls"]).toBeLessThanOrEqual(Math.ceil(found["bytes"]! / 2048 ** 2) + 1);
  expect(found["heap"]! + found["bytes"]!).toBeLessThan(300e6);
  // The work of a frame is bounded by what a picture of this size can tell apart, not by the network's 17,056 planes.
  expect(found["farPlanes"]).toBeLessThan(1000);
  expect(found["nearPlanes"]).toBeLessThan(5000);
  expect(found["texturesAfter"]).toBe(0);
});
