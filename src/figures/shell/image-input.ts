/** Opens a reader's picture: by file input, camera, paste or drop. It is decoded by the browser and never leaves the page. */
import type { OpenedImage } from "./contract.ts";
import type { LiveFigure } from "./live.ts";

/** Pictures larger than this are refused before they are decoded whole. */
const MEGAPIXELS = 120;
/** What the figure gets is scaled down to this long side; no network of ours looks at more. */
const LONGEST = 1024;
/** The side of an SVG that names no size. */
const SVG_SIDE = 512;

/** Returns what shows the control's value: without a picture the line under the button is as it was. */
export function bindImage(
  live: LiveFigure,
  box: HTMLElement,
  set: (image: OpenedImage) => void,
): (value: unknown) => void {
  const { shell } = live.words;
  const input = box.querySelector("input") as HTMLInputElement;
  const line = box.querySelector<HTMLElement>("[data-opened]");
  const help = line?.textContent ?? "";
  let newest = 0;

  const open = async (file: File): Promise<void> => {
    const mine = ++newest;
    const result = await decode(file);
    // A later file may have been quicker; the last one opened counts.
    if (mine !== newest) return;
    if ("refusal" in result) {
      live.message(
        shell(`message.${result.refusal}`, {
          name: result.name,
          type: result.type,
          mega: result.mega,
        }),
      );
      return;
    }
    live.message("");
    if (line)
      line.textContent = shell("imageOpened", {
        name: result.name,
        width: result.width,
        height: result.height,
      });
    set(result);
  };

  const take = (): void => {
    const file = input.files?.[0];
    if (file) void open(file);
    // Opening the same file again must count as a change.
    input.value = "";
  };
  input.addEventListener("change", take);
  let isTaking = false;
  const useCamera = async (): Promise<void> => {
    // One box is enough, however often the button is pressed while it is on its way.
    if (isTaking) return;
    isTaking = true;
    const taken = await import("./camera-input.ts")
      .then(({ takePicture }) => takePicture(shell))
      .catch((): "cameraMissing" => "cameraMissing");
    isTaking = false;
    if (taken instanceof File) await open(taken);
    else live.message(taken === null ? "" : shell(`message.${taken}`));
  };
  box.querySelector("[data-take-picture]")?.addEventListener("click", () => void useCamera());
  // A file that was chosen while this script was still on its way.
  take();
  live.root.addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    if (file) {
      event.preventDefault();
      void open(file);
    }
  });
  live.root.addEventListener("dragover", (event) => {
    event.preventDefault();
  });
  live.root.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    // What a control for other files has taken is no picture.
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    void open(file);
  });
  return (value) => {
    if (value === null && line && line.textContent !== help) line.textContent = help;
  };
}

interface Refused {
  readonly refusal: "notAnImage" | "tooLarge" | "emptyImage";
  readonly name: string;
  readonly type: string;
  readonly mega: string;
}

async function decode(file: File): Promise<OpenedImage | Refused> {
  const about = {
    name: file.name.slice(0, 60),
    type: file.type || "no type",
    mega: "",
  };
  if (file.size === 0) return { refusal: "emptyImage", ...about };
  const url = URL.createObjectURL(file);
  const picture = new Image();
  try {
    // The <img> tells the size before any pixel is decoded, and is the one that reads SVG.
    picture.src = url;
    await new Promise((resolve, reject) => {
      picture.onload = resolve;
      picture.onerror = reject;
    });
    const width = picture.naturalWidth || SVG_SIDE;
    const height = picture.naturalHeight || SVG_SIDE;
    const mega = (width * height) / 1e6;
    if (mega > MEGAPIXELS) return { refusal: "tooLarge", ...about, mega: mega.toFixed(0) };
    const scale = Math.min(1, LONGEST / Math.max(width, height));
    const size = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const;
    return { name: about.name, ...pixelsOf(await source(file, picture, size), size) };
  } catch {
    return { refusal: "notAnImage", ...about };
  } finally {
    URL.revokeObjectURL(url);
  }
}

type Size = readonly [width: number, height: number];

/**
 * What is drawn: createImageBitmap refuses damaged files, which an <img> shows in part; it decodes off the page's
 * thread, straight to the size we want, first frame, EXIF rotation applied. It cannot read SVG, which the <img> can.
 */
const source = (
  file: File,
  picture: HTMLImageElement,
  [resizeWidth, resizeHeight]: Size,
): Promise<CanvasImageSource> =>
  file.type === "image/svg+xml"
    ? Promise.resolve(picture)
    : createImageBitmap(file, { resizeWidth, resizeHeight, resizeQuality: "high" });

/** The pixels over white. @throws {Error} if the browser gives no canvas of that size */
function pixelsOf(drawn: CanvasImageSource, [width, height]: Size): Omit<OpenedImage, "name"> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(drawn, 0, 0, width, height);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}
