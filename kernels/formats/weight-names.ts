import { FormatError } from "./format-error.ts";

/** Whose names a weights file uses. */
export type Naming = "torchvision" | "timm";

/** A tensor that only this family's files have, and the family's name in a sentence. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^(module\.)?layer1\.0\.conv1\.weight$|^resnet/i, "a ResNet"],
  [/^features\.1\.block\.0\.0\.weight$|^blocks\.\d+\.\d+\.se\./, "a MobileNetV3"],
  [/^((module\.)?model\.)?1\.[03]\.weight$|^conv_dw_1\b|^conv_pw_1\b|MobilenetV1\//, "a MobileNetV1"],
  [/^stage2\.0\.branch[12]\./, "a ShuffleNetV2"],
  [/^features\.denseblock1\./, "a DenseNet"],
  [/^features\.1\.0\.block\.|^features\.0\.block\./, "an EfficientNet"],
];

/** Trainers that wrap a network put this before every name. */
const WRAPPER = /^(module|model|_orig_mod)\./;

/** @throws {FormatError} naming the family that the names belong to, or the tensor that is not there */
function namingOf(names: ReadonlySet<string>): Naming {
  if (names.has("conv_stem.weight") && [...names].some((name) => name.startsWith("blocks."))) {
    // timm's MobileNetV1 has depthwise separable blocks throughout: none projects.
    if (![...names].some((name) => name.includes(".conv_pwl."))) {
      throw new FormatError(
        "This file holds a MobileNetV1: it has no tensor blocks.1.0.conv_pwl.weight, and MobileNetV2's blocks project.",
      );
    }
    const gate = [...names].find((name) => name.includes(".se."));
    if (gate !== undefined) throw new FormatError(`This file holds a MobileNetV3: it has a tensor ${gate}.`);
    return "timm";
  }
  for (const [pattern, family] of OTHERS) {
    const found = [...names].find((name) => pattern.test(name));
    if (found !== undefined) {
      throw new FormatError(`This file holds ${family}: it has a tensor ${found}. Weights of a MobileNetV2 are read.`);
    }
  }
  if ([...names].some((name) => /^features\.\d+\./.test(name))) return "torchvision";
  const [first = "none"] = names;
  throw new FormatError(
    `This file does not hold a MobileNetV2: it has neither a tensor features.0.0.weight (torchvision) nor conv_stem.weight (timm); its first is ${first}.`,
  );
}

/** One of timm's names as torchvision's; the block's number comes from its stage and its place there. */
function fromTimm(name: string, blockOf: (stage: string, at: string) => number, last: number): string {
  const stem = /^(conv_stem|bn1|conv_head|bn2)\.(.+)$/.exec(name);
  if (stem) {
    const [, module, part] = stem;
    const block = module === "conv_stem" || module === "bn1" ? 0 : last;
    return `features.${block}.${module!.startsWith("conv") ? 0 : 1}.${part}`;
  }
  if (name.startsWith("classifier.")) return name.replace("classifier.", "classifier.1.");
  const inner = /^blocks\.(\d+)\.(\d+)\.(\w+)\.(.+)$/.exec(name);
  if (!inner) return name;
  const [, stage = "", at = "", module = "", part = ""] = inner;
  const block = blockOf(stage, at);
  // The first stage does not expand: depthwise, then a plain pointwise layer as its projection.
  const plain: Readonly<Record<string, string>> = { conv_dw: "0.0", bn1: "0.1", conv_pw: "1", bn2: "2" };
  const expanding: Readonly<Record<string, string>> = {
    ...{ conv_pw: "0.0", bn1: "0.1", conv_dw: "1.0", bn2: "1.1" },
    ...{ conv_pwl: "2", bn3: "3" },
  };
  const place = (stage === "0" ? plain : expanding)[module];
  return place === undefined ? name : `features.${block}.conv.${place}.${part}`;
}

export interface Named<T> {
  readonly naming: Naming;
  /** By torchvision's names. */
  readonly tensors: Map<string, T>;
  /** What the file calls one of them. */
  readonly called: (name: string) => string;
  /** Blocks in each of the network's stages, where the names tell: timm's do. */
  readonly stages: readonly number[] | null;
}

/**
 * Brings a file's tensors to torchvision's names.
 *
 * @throws {FormatError} if they are another network's
 */
export function toTorchvisionNames<T>(tensors: ReadonlyMap<string, T>): Named<T> {
  const isWrapped = tensors.size > 0 && [...tensors.keys()].every((name) => WRAPPER.test(name));
  const bare = (name: string): string => (isWrapped ? name.replace(WRAPPER, "") : name);
  const naming = namingOf(new Set([...tensors.keys()].map(bare)));
  const stages: number[] = [];
  for (const name of tensors.keys()) {
    const found = /^blocks\.(\d{1,3})\.(\d{1,3})\./.exec(bare(name));
    if (found) stages[Number(found[1])] = Math.max(stages[Number(found[1])] ?? 0, Number(found[2]) + 1);
  }
  // A stage without a tensor is a hole so far.
  for (let stage = 0; stage < stages.length; stage++) stages[stage] ??= 0;
  const before = (stage: number): number => stages.slice(0, stage).reduce((sum, n) => sum + n, 0);
  const blockOf = (stage: string, at: string): number => 1 + before(Number(stage)) + Number(at);
  const last = 1 + before(stages.length);
  const original = new Map<string, string>();
  const renamed = new Map<string, T>();
  for (const [name, tensor] of tensors) {
    const own = naming === "timm" ? fromTimm(bare(name), blockOf, last) : bare(name);
    original.set(own, name);
    renamed.set(own, tensor);
  }
  return {
    naming,
    tensors: renamed,
    called: (name) => original.get(name) ?? (naming === "timm" ? toTimm(name, stages, last) : name),
    stages: naming === "timm" ? [...stages] : null,
  };
}

/** timm's name of a tensor that the file does not have, for the sentence that says so. */
function toTimm(name: string, stages: readonly number[], last: number): string {
  for (let stage = 0; stage < stages.length; stage++) {
    for (let at = 0; at < (stages[stage] ?? 0); at++) {
      for (const module of ["conv_dw", "conv_pw", "conv_pwl", "bn1", "bn2", "bn3"]) {
        const part = name.split(".").at(-1) ?? "";
        const mine = `blocks.${stage}.${at}.${module}.${part}`;
        const before = stages.slice(0, stage).reduce((sum, n) => sum + n, 0);
        if (fromTimm(mine, () => 1 + before + at, last) === name) return mine;
      }
    }
  }
  const ends = ["conv_stem", "bn1", "conv_head", "bn2", "classifier"];
  const part = name.split(".").at(-1) ?? "";
  return ends.map((module) => `${module}.${part}`).find((mine) => fromTimm(mine, () => 0, last) === name) ?? name;
}
