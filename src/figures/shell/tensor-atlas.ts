/**
 * Tensors as bytes for the graphics card: one byte a cell (value-colour.ts), the planes of all tensors packed into
 * textures. Pure; nothing here knows WebGL.
 */
import type { Shape } from "@kernels/tensor.ts";
import { codeOf, NO_VALUE } from "./value-colour.ts";

/** No texture is larger than this on a side, whatever the device allows. */
export const LARGEST_TEXTURE = 2048;

export interface AtlasTensor {
  readonly key: string;
  readonly shape: Shape;
  /** [H, W, C]; null shows the shape alone, with one empty plane for all channels. */
  readonly values: Float32Array | null;
  /** The value at full colour. */
  readonly reach: number;
  /** Exact sixes are marked: after ReLU6. */
  readonly marksSix: boolean;
}

/** The planes that a tensor fills in the textures. */
const planesOf = ({ shape: [, , c], values }: Pick<AtlasTensor, "shape" | "values">): number =>
  values ? c : Math.min(1, c);

/** Where one plane lies: the page and its left upper texel there. */
export interface PlaneSlot {
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

export interface AtlasPage {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Atlas {
  readonly pages: readonly AtlasPage[];
  /** By tensor key, one slot a channel. */
  readonly slots: ReadonlyMap<string, readonly PlaneSlot[]>;
  /** Bytes of all pages. */
  readonly bytes: number;
}

/**
 * Packs planes in rows of equal height, the tallest first, into as few pages as that takes.
 *
 * @throws {RangeError} if one plane is larger than a texture may be
 */
function slotsOf(
  tensors: readonly Pick<AtlasTensor, "key" | "shape" | "values">[],
  side: number,
): { slots: Map<string, readonly PlaneSlot[]>; sizes: { width: number; height: number }[] } {
  const slots = new Map<string, readonly PlaneSlot[]>();
  const sizes: { width: number; height: number }[] = [];
  let [x, y, rowHeight] = [0, 0, 0];
  for (const { key, shape, values } of [...tensors].sort((one, other) => other.shape[0] - one.shape[0])) {
    const [h, w, channels] = shape;
    if (h > side || w > side) {
      throw new RangeError(`atlas: planes of "${key}" are ${h} × ${w} cells, and a texture holds ${side} × ${side}`);
    }
    const own: PlaneSlot[] = [];
    for (let c = 0; c < planesOf({ shape, values }); c++) {
      if (x + w > side) [x, y, rowHeight] = [0, y + rowHeight, 0];
      if (y + h > side || sizes.length === 0) {
        [x, y, rowHeight] = [0, 0, 0];
        sizes.push({ width: 0, height: 0 });
      }
      own.push({ page: sizes.length - 1, x, y });
      rowHeight = Math.max(rowHeight, h);
      x += w;
      const size = sizes.at(-1)!;
      size.width = Math.max(size.width, x);
      size.height = Math.max(size.height, y + h);
    }
    slots.set(key, values ? own : Array.from({ length: channels }, () => own[0]!));
  }
  return { slots, sizes };
}

/** Writes one tensor's bytes into the pages. */
export function fillTensor(atlas: Pick<Atlas, "pages" | "slots">, tensor: AtlasTensor): void {
  const { shape, values, reach, marksSix } = tensor;
  const [h, w, channels] = shape;
  const slots = atlas.slots.get(tensor.key) ?? [];
  for (let c = 0; c < planesOf(tensor); c++) {
    const slot = slots[c]!;
    const { bytes, width } = atlas.pages[slot.page]!;
    for (let y = 0; y < h; y++) {
      const at = (slot.y + y) * width + slot.x;
      if (!values) bytes.fill(NO_VALUE, at, at + w);
      else {
        let from = y * w * channels + c;
        for (let x = 0; x < w; x++, from += channels) bytes[at + x] = codeOf(values[from]!, reach, marksSix);
      }
    }
  }
}

/** Where the planes of tensors lie, and how large the pages are. */
function arrange(
  tensors: readonly Pick<AtlasTensor, "key" | "shape" | "values">[],
  limit: number,
): ReturnType<typeof slotsOf> {
  const most = Math.min(LARGEST_TEXTURE, limit);
  const cells = tensors.reduce((sum, { shape, values }) => sum + shape[0] * shape[1] * planesOf({ shape, values }), 0);
  const widest = Math.max(1, ...tensors.map(({ shape: [h, w] }) => Math.max(h, w)));
  const side = Math.min(most, Math.max(widest, Math.ceil(1.1 * Math.sqrt(cells)) + widest));
  return slotsOf(tensors, side);
}

const atlasOf = (slots: Atlas["slots"], pages: readonly AtlasPage[]): Atlas => ({
  pages,
  slots,
  bytes: pages.reduce((sum, { bytes }) => sum + bytes.length, 0),
});

/** `limit` is the largest texture that the device takes; few small planes get a small page. */
export function packTensors(tensors: readonly AtlasTensor[], limit = LARGEST_TEXTURE): Atlas {
  const { slots, sizes } = arrange(tensors, limit);
  const atlas = atlasOf(
    slots,
    sizes.map(({ width, height }) => ({ width, height, bytes: new Uint8Array(width * height) })),
  );
  for (const tensor of tensors) fillTensor(atlas, tensor);
  return atlas;
}

const NONE = new Float32Array();

/**
 * The atlas of tensors whose values a worker has packed (`packTensors` without a limit) and kept: pages of many values are
 * much to make and little to hand over. Every device with WebGL 2 takes textures of that size.
 */
export const packedAtlas = (tensors: readonly Pick<AtlasTensor, "key" | "shape">[], pages: readonly AtlasPage[]): Atlas =>
  atlasOf(arrange(tensors.map(({ key, shape }) => ({ key, shape, values: NONE })), LARGEST_TEXTURE).slots, pages); // prettier-ignore
