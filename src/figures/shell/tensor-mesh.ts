/**
 * Standing tensors on the graphics card: one instanced draw call a texture, however many channels there are. Values
 * are bytes and colours a table of 256, so that another palette rewrites the table alone. Loaded on demand with three.
 */
import {
  BufferGeometry,
  DataTexture,
  DynamicDrawUsage,
  Float32BufferAttribute,
  GLSL3,
  Group,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  NearestFilter,
  RawShaderMaterial,
  RedFormat,
  RGBAFormat,
  UnsignedByteType,
  Vector2,
  Vector3,
} from "three";
import type { Point3 } from "./camera.ts";
import type { Lent } from "./stage-scene.ts";
import { type Atlas, type AtlasPage, type AtlasTensor, packedAtlas, packTensors } from "./tensor-atlas.ts";
import { type Arrangement, pointAt, type Pose } from "./tensor-layout.ts";
import { PLANE_FRAGMENT, PLANE_VERTEX } from "./tensor-shaders.ts";
import { colourTable, NO_VALUE, NOT_A_NUMBER, parseHex, SIX } from "./value-colour.ts";

/** How a plane looks besides its values. */
export interface PlaneLook {
  /** Cells by which it is pulled out upwards. */
  readonly up: number;
  /** 1 has the accent's rim. */
  readonly picked: number;
  /** 0 as it is, 1 gone into the paper. */
  readonly faded: number;
}
export type LookOf = (tensor: number, c: number) => PlaneLook;

export interface TensorMesh {
  /** Packs and uploads values, or uploads the pages into which a worker has packed them; what is shown before `place` is called again is the old arrangement's. */
  load(tensors: readonly AtlasTensor[], pages?: readonly AtlasPage[] | null): void;
  /** Stands the loaded tensors, by key, as the street says. */
  place(street: Arrangement, look: LookOf): void;
  /** Draws near planes first, so that hidden ones cost nothing; `away` points from the scene to the eye. */
  face(away: Point3): void;
  recolour(): void;
  /**
   * The picture's size, and that of a model unit in it, in CSS pixels. Of planes that stand closer than a pixel
   * only every second, fourth, … is drawn: the work of a frame is bounded by what can be told apart.
   */
  resize(width: number, height: number, unit: number): void;
  readonly textureBytes: number;
  readonly drawCalls: number;
  /** Planes that a frame draws now. */
  readonly planesDrawn: number;
  dispose(): void;
}

const rgb = (css: string): Vector3 => new Vector3(...parseHex(css).map((part) => part / 255));

interface Page {
  readonly texture: DataTexture;
  readonly mesh: Mesh<InstancedBufferGeometry, RawShaderMaterial>;
  /** Planes in the order of channels; the buffer has them so or backwards, and leaves out what is too dense. */
  readonly planes: Float32Array;
  /** How many of these are in use. */
  count: number;
}

/** Origin, size, slot, look; and the channel in steps of the street's pitch, or 0 for a plane that is never left out. */
const NUMBERS = 10;
/** Planes nearer than this are not told apart, in pixels. */
const DENSE = 0.8;
const ATTRIBUTES = [
  ["iOrigin", 0, 3],
  ["iSize", 3, 2],
  ["iSlot", 5, 2],
  ["iLook", 7, 2],
] as const;

const quad = (): BufferGeometry => {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0], 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  return geometry;
};

export function makeTensorMesh(lent: Lent): TensorMesh {
  const group = new Group();
  lent.scene.add(group);
  const corners = quad();
  const bytes = new Uint8Array(256 * 4);
  // Sixteen by sixteen: within any device's limits.
  const table = new DataTexture(bytes, 16, 16, RGBAFormat, UnsignedByteType);
  table.magFilter = table.minFilter = NearestFilter;
  const shared = {
    uTable: { value: table },
    uAcross: { value: new Vector3() },
    uDown: { value: new Vector3() },
    uNext: { value: new Vector3() },
    uSize: { value: new Vector2(1, 1) },
    uPaper: { value: new Vector3() },
    uRim: { value: new Vector3() },
    uPicked: { value: new Vector3() },
    uRatio: { value: 1 },
  };
  let atlas: Atlas | undefined;
  let pages: Page[] = [];
  let isBackwards = false;
  let pose: Pose | undefined;
  let pitch = 1;
  /** Every how manieth plane is drawn. */
  let every = 1;

  const recolour = (): void => {
    const ink = (name: Parameters<Lent["colour"]>[0]) => parseHex(lent.colour(name));
    const colours = [...colourTable(ink("scale-negative"), ink("scale-zero"), ink("scale-positive"))];
    colours[SIX] = ink("ink");
    colours[NOT_A_NUMBER] = ink("lost");
    colours[NO_VALUE] = ink("surface");
    colours.forEach((colour, i) => {
      bytes.set([...colour, 255], 4 * i);
    });
    table.needsUpdate = true;
    shared.uPaper.value.copy(rgb(lent.colour("paper")));
    shared.uRim.value.copy(rgb(lent.colour("control")));
    shared.uPicked.value.copy(rgb(lent.colour("accent")));
  };

  const clear = (): void => {
    for (const { texture, mesh } of pages) {
      group.remove(mesh);
      mesh.geometry.dispose();
      mesh.material.dispose();
      texture.dispose();
    }
    pages = [];
  };

  const makePage = ({ width, height, bytes: codes }: Atlas["pages"][number], planes: number): Page => {
    const texture = new DataTexture(codes, width, height, RedFormat, UnsignedByteType);
    texture.magFilter = texture.minFilter = NearestFilter;
    texture.needsUpdate = true;
    const geometry = new InstancedBufferGeometry();
    geometry.setAttribute("position", corners.getAttribute("position"));
    geometry.setIndex(corners.getIndex());
    geometry.instanceCount = planes;
    for (const [name, , size] of ATTRIBUTES) {
      const attribute = new InstancedBufferAttribute(new Float32Array(planes * size), size);
      attribute.setUsage(DynamicDrawUsage);
      geometry.setAttribute(name, attribute);
    }
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: PLANE_VERTEX,
      fragmentShader: PLANE_FRAGMENT,
      uniforms: { ...shared, uCodes: { value: texture } },
      // A plane is seen from both sides.
      side: 2,
    });
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    group.add(mesh);
    return { texture, mesh, planes: new Float32Array(planes * NUMBERS), count: 0 };
  };

  const write = ({ mesh, planes, count }: Page): void => {
    const buffers = ATTRIBUTES.map(([name]) => mesh.geometry.getAttribute(name) as InstancedBufferAttribute);
    let drawn = 0;
    for (let i = 0; i < count; i++) {
      const at = (isBackwards ? count - 1 - i : i) * NUMBERS;
      if (planes[at + NUMBERS - 1]! % every !== 0) continue;
      ATTRIBUTES.forEach(([, from, size], k) => {
        for (let n = 0; n < size; n++) buffers[k]!.array[drawn * size + n] = planes[at + from + n]!;
      });
      drawn++;
    }
    for (const buffer of buffers) buffer.needsUpdate = true;
    mesh.geometry.instanceCount = drawn;
  };

  recolour();
  return {
    load(tensors, packed) {
      clear();
      const made = packed ? packedAtlas(tensors, packed) : packTensors(tensors, lent.textureLimit);
      atlas = made;
      const counts = made.pages.map(() => 0);
      for (const slots of made.slots.values()) for (const { page } of slots) counts[page]!++;
      pages = made.pages.map((page, i) => makePage(page, counts[i]!));
    },
    place(street, look) {
      if (!atlas) return;
      ({ pose, pitch } = street);
      shared.uAcross.value.set(...pose.across);
      shared.uDown.value.set(...pose.down);
      shared.uNext.value.set(...pose.deep).multiplyScalar(street.pitch);
      for (const page of pages) page.count = 0;
      street.tensors.forEach((standing, tensor) => {
        const [h, w, channels] = standing.shape;
        // Planes that are spread have more room: fewer of them are too dense.
        const spread = 2 ** Math.max(0, Math.floor(Math.log2((standing.pitch ?? pitch) / pitch)));
        atlas?.slots.get(standing.key)?.forEach(({ page: index, x, y }, c) => {
          const page = pages[index]!;
          const { up, picked, faded } = look(tensor, c);
          const [ox, oy, oz] = pointAt(standing, street, { c, y: 0, x: 0, up });
          const isKept = up > 0 || picked > 0 || c === channels - 1;
          page.planes.set([ox, oy, oz, w, h, x, y, picked, faded, isKept ? 0 : c * spread], page.count * NUMBERS);
          page.count++;
        });
      });
      pages.forEach(write);
    },
    face([x, y, z]) {
      if (!pose) return;
      const [dx, dy, dz] = pose.deep;
      const backwards = x * dx + y * dy + z * dz > 0;
      if (backwards === isBackwards) return;
      isBackwards = backwards;
      pages.forEach(write);
    },
    recolour,
    resize(width, height, unit) {
      shared.uSize.value.set(width, height);
      shared.uRatio.value = Math.min(2, window.devicePixelRatio || 1);
      const next = 2 ** Math.max(0, Math.floor(Math.log2(DENSE / (pitch * unit))));
      if (next === every) return;
      every = next;
      pages.forEach(write);
    },
    get textureBytes() {
      return (atlas?.bytes ?? 0) + bytes.length;
    },
    get drawCalls() {
      return pages.length;
    },
    get planesDrawn() {
      return pages.reduce((sum, { mesh }) => sum + mesh.geometry.instanceCount, 0);
    },
    dispose() {
      clear();
      corners.dispose();
      table.dispose();
      lent.scene.remove(group);
    },
  };
}
