/** The one list of figures: every folder beside the shell that has a figure.ts. Nothing is loaded before it is asked for. */
import type { Messages } from "@/i18n/translator.ts";
import type { ComputeModule, Controls, FigureDefinition } from "./contract.ts";

/** A figure whose own types are not known here; the shell treats state and data as opaque. */
export type Figure = FigureDefinition<Controls, unknown>;

const figures = import.meta.glob<Figure>("../*/figure.ts", {
  import: "default",
});
const computes = import.meta.glob<ComputeModule>("../*/compute.ts");
const strings = import.meta.glob<Messages>(["../*/strings.*.json", "!../shell/*"], {
  import: "default",
});

export const figureIds: readonly string[] = Object.keys(figures)
  .map((path) => path.split("/")[1] ?? "")
  .sort();

/** @throws {RangeError} naming the figures that there are */
async function from<T>(table: Record<string, () => Promise<T>>, id: string, file: string): Promise<T> {
  const load = table[`../${id}/${file}`];
  if (!load) throw new RangeError(`there is no figure "${id}" (${file}); there are: ${figureIds.join(", ")}`);
  return load();
}

const liveStyles = import.meta.glob<string>("../*/live.css", { query: "?url", import: "default" });
/** The address of the style sheet that a figure needs only once it is awake, or undefined. */
export const liveStyle = (id: string): Promise<string> | undefined => liveStyles[`../${id}/live.css`]?.();

export const loadFigure = (id: string): Promise<Figure> => from(figures, id, "figure.ts");
export const loadCompute = (id: string): Promise<ComputeModule> => from(computes, id, "compute.ts");
/** `source` is the language whose file is read. */
export const loadStrings = (id: string, source: string): Promise<Messages> =>
  from(strings, id, `strings.${source}.json`);
