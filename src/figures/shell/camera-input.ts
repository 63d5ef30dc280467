/** One picture from the reader's camera. Loaded on the press that asks for it; the camera is released in every way out. */
import type { Translate } from "@/i18n/translator.ts";
import sheet from "./camera-input.css?url";

/** Why there is no picture; each has a sentence. */
export type CameraRefusal = "cameraInsecure" | "cameraDenied" | "cameraNone" | "cameraBusy";

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } },
};

function reasonOf(error: unknown): CameraRefusal {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "cameraDenied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "cameraNone" : "cameraBusy";
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

interface Box {
  readonly dialog: HTMLDialogElement;
  readonly video: HTMLVideoElement;
  readonly take: HTMLButtonElement;
}

/** The box is seldom asked for, so its styles come with it. */
function style(): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = sheet;
  return new Promise((resolve) => {
    // Without its styles the box still works.
    link.onload = link.onerror = () => {
      resolve();
    };
    document.head.append(link);
  });
}
let styled: Promise<void> | undefined;

function makeBox(shell: Translate): Box {
  const dialog = document.createElement("dialog");
  dialog.className = "camera-box";
  dialog.setAttribute("aria-label", shell("camera.title"));
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.setAttribute("aria-label", shell("camera.preview"));
  const button = (text: string): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    return made;
  };
  const [take, close] = [button(shell("camera.take")), button(shell("camera.close"))];
  take.disabled = true;
  close.addEventListener("click", () => {
    dialog.close();
  });
  const note = document.createElement("small");
  note.textContent = shell("camera.help");
  const row = document.createElement("p");
  row.append(take, close);
  dialog.append(video, note, row);
  return { dialog, video, take };
}

/** The frame that the video shows. @throws {Error} if the browser makes no picture of it */
async function frameOf(video: HTMLVideoElement, name: string): Promise<File> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve);
  });
  if (!blob) throw new Error("no picture");
  return new File([blob], `${name}.png`, { type: "image/png" });
}

/** The picture that the reader took, null if they closed the box, or why there can be none. */
export async function takePicture(shell: Translate): Promise<File | CameraRefusal | null> {
  // Browsers hide their cameras from pages that came over an open line.
  if (!("mediaDevices" in navigator)) return "cameraInsecure";
  await (styled ??= style());
  const { dialog, video, take } = makeBox(shell);
  document.body.append(dialog);
  dialog.showModal();
  const closed = new Promise<null>((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(null);
    });
  });
  const leave = (): void => {
    dialog.close();
  };
  addEventListener("pagehide", leave);
  const asked = navigator.mediaDevices.getUserMedia(WANTED);
  try {
    const stream = await Promise.race([asked, closed]);
    if (!stream) return null;
    video.srcObject = stream;
    await Promise.race([video.play(), closed]);
    take.disabled = false;
    take.focus();
    const taken = new Promise<File>((resolve, reject) => {
      take.addEventListener("click", () => void frameOf(video, shell("camera.name")).then(resolve, reject), {
        once: true,
      });
    });
    return await Promise.race([taken, closed]);
  } catch (error) {
    return reasonOf(error);
  } finally {
    removeEventListener("pagehide", leave);
    // Also a camera that is granted after the reader has closed the box.
    void asked.then(stop, () => undefined);
    dialog.close();
    dialog.remove();
  }
}
