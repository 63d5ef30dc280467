/** What went wrong, as a sentence for the reader. */
import type { Translate } from "@/i18n/translator.ts";
import { WorkerLostError } from "@/workers/client.ts";
import { AssetError } from "@/workers/task.ts";

/** Whether a script was missing: browsers say so in words of their own. */
export const missesModule = (error: unknown): boolean =>
  /dynamically imported module|module script/i.test(String(error));

/** The reason alone, as a sentence of its own. */
export const failureReason = (error: unknown, shell: Translate): string =>
  error instanceof WorkerLostError ? shell("message.workerReason") : String((error as Error | null)?.message ?? error);

export function failureWords(error: unknown, shell: Translate): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof WorkerLostError) return shell("message.worker");
  const isAsset = error instanceof AssetError || /could not be reached|answered \d+/.test(reason);
  // The file's name is what helps.
  const isChunk = missesModule(error);
  const chunk = /[^/\s]+\.js\b/.exec(reason)?.[0] ?? reason;
  return shell(isAsset || isChunk ? "message.asset" : "message.failed", { reason: isChunk ? chunk : reason });
}
