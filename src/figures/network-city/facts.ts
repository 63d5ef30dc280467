/** Figures beside the picture: of the whole street, or of the open block step by step, with its tensors to scale. */
import { escapeHtml } from "@/figures/shell/markup.ts";
import { FEEDING } from "@/figures/shell/network-inputs.ts";
import { percent } from "@/figures/shell/share-words.ts";
import { href } from "@/i18n/href.ts";
import { isTrained, TRAINED_NAMES } from "@kernels/models/trained.ts";
import type { CityData } from "./compute.ts";
import { WHOLE } from "./networks.ts";
import { stepsSvg } from "./steps-picture.ts";
import { blockTensors, type CityStreet } from "./street-data.ts";
import { blockName, bytesText, type Context, networkName, roleName, shapeText } from "./words.ts";

const cell = (text: string): string => `<td>${escapeHtml(text)}</td>`;
const head = (texts: readonly string[]): string =>
  `<thead><tr>${texts.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("")}</tr></thead>`;
const row = (name: string, texts: readonly string[], mark = ""): string =>
  `<tr${mark}><th scope="row">${escapeHtml(name)}</th>${texts.map(cell).join("")}</tr>`;

/** The blocks of other networks carry no names of ours. */
const whereOf = ({ tensors, peak }: CityStreet, isMain: boolean, tr: Context["tr"]): string =>
  isMain
    ? tr("facts.where", { block: blockName(tr, tensors[peak]!.block), role: roleName(tr, tensors[peak]!) })
    : tensors[peak]!.key;

function wholeHtml({ street, other }: CityData, context: Context): string {
  const { tr, num } = context;
  const streets = other ? [street, other] : [street];
  const rows: [string, (street: CityStreet) => string][] = [
    ["tensors", ({ tensors }) => num(tensors.length)],
    ["values", ({ tensors }) => num(tensors.reduce((sum, { bytes }) => sum + bytes / 4, 0))],
    ["madds", ({ madds }) => num(madds)],
    ["params", ({ params }) => num(params)],
    ["peak", ({ tensors, peak }) => bytesText(tensors[peak]!.live, context)],
    ["peakAt", (one) => whereOf(one, one === street, tr)],
  ];
  const columns = [tr("facts.what"), ...streets.map((one) => networkName(tr, one))];
  const body = rows.map(([key, text]) => row(tr(`facts.${key}`), streets.map(text)));
  return `<table class="city-facts">${head(columns)}<tbody>${body.join("")}</tbody></table>`;
}

/** Our own network's block under the microscope, on the same input. */
function microscopeLink({ state, tr }: Context): string {
  const { network, block, weights } = state;
  if (weights || !isTrained(network) || block > 18) return "";
  const { picks } = FEEDING[network];
  const query = new URLSearchParams({ [picks]: state[picks], block: String(block), step: "input" });
  // The microscope opens with the first network.
  if (network !== TRAINED_NAMES[0]) query.set("network", network);
  const text = tr("facts.microscope", { block: blockName(tr, block) });
  return `<p class="city-link"><a href="${escapeHtml(`${href("/lab/block/")}?${query.toString()}`)}">${escapeHtml(text)}</a></p>`;
}

function blockHtml(data: CityData, context: Context): string {
  const { tr, num, state } = context;
  const { street } = data;
  const [input, ...made] = blockTensors(street, state.block).map((at) => street.tensors[at]!);
  const peak = Math.max(...made.map(({ live }) => live));
  const rows = [
    row(tr("role.input"), [shapeText(input!.shape), "", "", bytesText(input!.bytes, context), ""]),
    ...made.map((tensor) =>
      row(
        roleName(tr, tensor),
        [
          shapeText(tensor.shape),
          num(tensor.madds),
          num(tensor.params),
          bytesText(tensor.bytes, context),
          bytesText(tensor.live, context),
        ],
        tensor.live === peak ? ' class="most"' : "",
      ),
    ),
    row(tr("facts.sum"), [
      "",
      ...(["madds", "params"] as const).map((key) => {
        const sum = made.reduce((all, tensor) => all + tensor[key], 0);
        return `${num(sum)} (${percent(sum / street[key], num)})`;
      }),
      "",
      bytesText(peak, context),
    ]),
  ];
  const columns = ["step", "shape", "madds", "params", "bytes", "live"].map((key) => tr(`facts.${key}`));
  return `${stepsSvg(data, context)}<div class="city-table"><div class="city-scroll" tabindex="0" role="region" aria-label="${escapeHtml(tr("facts.table"))}"><table class="city-facts steps">${head(columns)}<tbody>${rows.join("")}</tbody></table></div>${microscopeLink(context)}</div>`;
}

export const factsHtml = (data: CityData, context: Context): string =>
  context.state.block === WHOLE ? wholeHtml(data, context) : blockHtml(data, context);
