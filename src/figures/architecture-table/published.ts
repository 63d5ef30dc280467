/** What papers and official lists print about a network's totals, from the facts file. */
import { type Fact, fact, factIds } from "@kernels/facts/index.ts";
import type { NetworkId } from "@kernels/models/catalogue.ts";

/** A published total with its address. */
export type PublishedTotal = Pick<Fact, "value" | "text" | "source" | "where" | "basis">;

export interface PublishedTotals {
  readonly params: readonly PublishedTotal[];
  readonly madds: readonly PublishedTotal[];
}

const KNOWN = new Set(factIds);

/** 1 as "1.0", 0.75 as "0.75": as the ids of facts write widths. */
const widthText = (width: number): string => (Number.isInteger(width) ? width.toFixed(1) : String(width));

/** Where the totals of this network at this width and resolution may stand. */
function idsOf(network: NetworkId, width: number, resolution: number, what: "params" | "madds"): string[] {
  const setting = `${widthText(width)}-${String(resolution)}`;
  const published = width === 1 && resolution === 224;
  return [
    `${network}-${setting}.${what}-printed`,
    `${network}.checkpoint.${setting}.${what}`,
    ...(published ? [`${network}.${what}-printed`, `${network}.${what}-checkpoint`] : []),
    ...(published && network === "mobilenet-v1" ? [`mobilenet-v2.table-4.mobilenet-v1.${what}`] : []),
  ];
}

export function publishedTotals(network: NetworkId, width: number, resolution: number): PublishedTotals {
  const find = (what: "params" | "madds"): PublishedTotal[] =>
    idsOf(network, width, resolution, what)
      .filter((id) => KNOWN.has(id))
      .map((id) => {
        const { value, text, source, where, basis } = fact(id);
        return { value, text, source, where, basis };
      });
  return { params: find("params"), madds: find("madds") };
}

/** Published numbers that a network's explanation names: the paper's, an official list's or another count's, another paper's. */
export interface StoryNumbers {
  readonly paper: string;
  readonly list: string;
  readonly elsewhere: string;
}

const numbers = (paper = "", list = "", elsewhere = ""): StoryNumbers => {
  const [p, l, e] = [paper, list, elsewhere].map((id) => (id === "" ? "" : fact(id).text)) as [string, string, string];
  return { paper: p, list: l, elsewhere: e };
};

/** Which explanation a setting has, and its numbers; null where only the general one fits. */
export function storyOf(
  network: NetworkId,
  width: number,
  resolution: number,
): { readonly id: string; readonly numbers: StoryNumbers } | null {
  if (resolution !== 224) return null;
  if (network === "mobilenet-v2" && width === 1.4) {
    const id = "mobilenet-v2-1.4-224";
    const said = numbers(`${id}.params-printed`, `${id}.weights-rounded`, `${id}.madds-printed`);
    return { id: "mobilenet-v2-wide", numbers: said };
  }
  if (width !== 1) return null;
  switch (network) {
    case "mobilenet-v1":
      return {
        id: network,
        numbers: numbers(`${network}-1.0-224.madds-printed`, "", "mobilenet-v2.table-4.mobilenet-v1.madds"),
      };
    case "mobilenet-v2": {
      const id = `${network}-1.0-224`;
      return { id: network, numbers: numbers(`${id}.params-printed`, `${id}.weights-rounded`) };
    }
    case "mobilenet-v3-small":
      return {
        id: network,
        numbers: numbers("", `${network}-1280.params-printed`, `${network}-1280.madds-printed`),
      };
    case "shufflenet-v2-1.0":
    case "shufflenet-v2-1.5":
    case "shufflenet-v2-2.0":
    case "resnet-50":
      return {
        id: network === "resnet-50" ? network : "shufflenet-v2",
        numbers: numbers(`${network}.madds-printed`, `${network}.madds`),
      };
    default:
      return { id: network, numbers: numbers() };
  }
}
