/** Runs cells as the sandbox's worker does, in this process: the same preparation, the same `execute`, the same kernels. */
import { prepare } from "@/notebook/prepare.ts";
import type { View } from "@/notebook/views.ts";
import { execute, type CellFunction, type Message, type Modules } from "@/notebook/worker/execute.ts";

const files = import.meta.glob<object>(["../../kernels/**/*.ts", "!../../kernels/**/*.simd.ts"], { eager: true });
export const kernels: Modules = Object.fromEntries(
  Object.entries(files).map(([path, module]) => [path.replace("../../kernels/", "@kernels/"), module]),
);

const AsyncFunction = (async () => Promise.resolve()).constructor as new (...args: string[]) => CellFunction;
export const compile = (text: string): CellFunction =>
  new AsyncFunction("require", "exports", "show", "console", prepare(text));

/** What the last of these cells sends to the page. */
export async function runHeadless(
  cells: readonly { readonly id: string; readonly text: string }[],
): Promise<Message[]> {
  const messages: Message[] = [];
  const ready = cells.map(({ id, text }) => ({ id, run: compile(text) }));
  await execute(ready, kernels, (message) => messages.push(message));
  return messages;
}

/** The first table among these messages. */
export function tableOf(messages: readonly Message[]): Extract<View, { kind: "table" }> {
  for (const message of messages) if (message.type === "view" && message.view.kind === "table") return message.view;
  throw new Error("the cell has shown no table");
}
