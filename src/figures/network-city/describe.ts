/** What the city shows, in one to three sentences. */
import { percent } from "@/figures/shell/share-words.ts";
import type { CityData } from "./compute.ts";
import { WHOLE } from "./networks.ts";
import { blockTensors, type CityStreet } from "./street-data.ts";
import { blockName, bytesText, type Context, roleName, shapeText } from "./words.ts";

function whole({ street, other, answer }: CityData, context: Context): string {
  const { tr, num } = context;
  const top = street.tensors[street.peak]!;
  const values = {
    network: tr(`start.${street.network}`),
    tensors: num(street.tensors.length),
    madds: num(street.madds),
    params: num(street.params),
    peak: bytesText(top.live, context),
    block: blockName(tr, top.block),
    role: roleName(tr, top),
  };
  const times = (one: CityStreet): string => num(one.tensors[one.peak]!.live / top.live, { decimals: 2 });
  return [
    answer
      ? tr(street.network === "opened" ? "say.readsOpened" : "say.reads", {
          ...values,
          label:
            street.network === "opened"
              ? answer.label
              : tr(street.network === "digits" ? "named.digit" : "named.class", { label: answer.label }),
          share: percent(answer.probability, num),
        })
      : tr("say.shapes", values),
    tr("say.peak", values),
    other ? tr("say.other", { network: tr(`start.${other.network}`), madds: num(other.madds / street.madds, { decimals: 2 }), peak: times(other) }) : "",
  ].filter(Boolean).join(" "); // prettier-ignore
}

function block({ street }: CityData, context: Context): string {
  const { tr, num, state } = context;
  const [input, ...made] = blockTensors(street, state.block).map((at) => street.tensors[at]!);
  const last = made.at(-1)!;
  const sum = (key: "madds" | "params"): number => made.reduce((all, tensor) => all + tensor[key], 0);
  const most = made.reduce((best, tensor) => (tensor.live > best.live ? tensor : best));
  const widest = made.find(({ role }) => role === "depthwise");
  const values = {
    block: blockName(tr, state.block),
    from: shapeText(input!.shape),
    to: shapeText(last.shape),
    wide: num(widest?.shape[2] ?? 0),
    madds: num(sum("madds")),
    params: num(sum("params")),
    share: percent(sum("madds") / street.madds, num),
    peak: bytesText(most.live, context),
    role: roleName(tr, most),
    part: percent(most.live / street.tensors[street.peak]!.live, num),
  };
  const inverted = last.shortcut === null ? "inverted" : "invertedShortcut";
  const kind = !widest ? "plain" : made.some(({ role }) => role === "expanded") ? inverted : "narrow";
  return [
    tr(`say.${kind}`, values),
    tr("say.cost", values),
    tr(street.tensors[street.peak] === most ? "say.peakHere" : "say.memory", values),
  ].join(" ");
}

export const describe = (data: CityData, context: Context): string =>
  context.state.block === WHOLE ? whole(data, context) : block(data, context);
