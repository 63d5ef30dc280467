/** How a run ended, in a sentence, and the line of this cell that it concerns. */
import type { Translate } from "@/i18n/translator.ts";
import { CodeError, placeInStack, placeOf, type Assembled } from "./prepare.ts";
import type { End } from "./sandbox.ts";

export interface Told {
  readonly text: string;
  /** Line of the cell itself; none where another cell or nothing is to blame. */
  readonly line?: number | undefined;
  readonly isFault?: boolean;
}
interface Circumstances {
  readonly cell: string;
  readonly places: Assembled["places"];
  readonly ms: number;
  readonly isQuiet: boolean;
  readonly limitMs: number;
  readonly tr: Translate;
}

export function endWords(
  end: End | { readonly how: "threw"; readonly error: unknown },
  { cell, places, ms, isQuiet, limitMs, tr }: Circumstances,
): Told {
  const at = (place: { id: string; line: number } | undefined): string =>
    !place
      ? tr("fault.somewhere")
      : place.id === cell
        ? tr("at", { line: place.line })
        : tr("atOther", { name: place.id, line: place.line });
  const own = (place: { id: string; line: number } | undefined) => (place?.id === cell ? place.line : undefined);
  switch (end.how) {
    case "done":
      return { text: tr(isQuiet ? "ranQuiet" : "ran", { ms }), isFault: false };
    case "stopped":
    case "flood":
    case "absent":
      return { text: tr(end.how) };
    case "late":
      return { text: tr("late", { s: limitMs / 1000 }) };
    case "fault": {
      const place = placeInStack(places, end.fault.stack);
      return { text: tr(`fault.${end.fault.code}`, { text: end.fault.text, place: at(place) }), line: own(place) };
    }
    case "broke": {
      const place = placeOf(places, end.line);
      return { text: tr("fault.syntax", { text: end.text || tr("fault.unsaid"), place: at(place) }), line: own(place) };
    }
    case "threw": {
      const { error } = end;
      if (!(error instanceof CodeError)) return { text: tr("absent") };
      const place = { id: (error as CodeError & { cell?: string }).cell ?? cell, line: error.line };
      return { text: tr("fault.syntax", { text: error.message, place: at(place) }), line: own(place) };
    }
  }
}
