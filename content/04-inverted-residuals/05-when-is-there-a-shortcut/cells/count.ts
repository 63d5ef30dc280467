import { build } from "@kernels/models/build.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";

export const width = 1;

const layers = build(MOBILENET_V2, { width });
show(
  Array.from({ length: 17 }, (_, i) => {
    const own = layers.filter(({ block }) => block === i + 1);
    return {
      block: i + 1,
      in: own[0]?.inShape.join("×") ?? "",
      out: own.at(-1)?.outShape.join("×") ?? "",
      shortcut: own.some(({ kind }) => kind === "add"),
    };
  }),
);
export const shortcuts = layers.filter(({ kind }) => kind === "add").length;
