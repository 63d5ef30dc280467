import ts from "typescript";
import { type Import, importsOf, parse } from "./imports.ts";
import { type Row, TABLE } from "./table.ts";

const COMPUTE = /^src\/figures\/(?!shell\/)([^/]+)\/compute\.ts$/;
const FIGURE_FILE = /^src\/figures\/(?!shell\/)[^/]+\//;

const rowOf = (file: string): Row | undefined => TABLE.find((row) => row.files.test(file));

function isAllowed(file: string, row: Row, { target, specifier, isTypeOnly }: Import): boolean {
  if (target === null) return row.packages?.some((name) => name.test(specifier)) ?? true;
  const own = FIGURE_FILE.exec(file)?.[0];
  if (own !== undefined && target.startsWith(own)) return true;
  return (
    row.may.some((path) => path.test(target)) || (isTypeOnly && (row.types?.some((path) => path.test(target)) ?? false))
  );
}

/** Imports that the table forbids, each as "file:line imports …: rule". */
export function forbiddenImports(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [file, text] of files) {
    const row = rowOf(file);
    const imports = importsOf(file, text);
    if (!row) {
      found.push(`${file} belongs to no area of tests/architecture/table.ts`);
      continue;
    }
    for (const one of imports) {
      const says = (rule: string): number => found.push(`${file}:${one.line} imports ${one.specifier}: ${rule}`);
      if (!isAllowed(file, row, one)) says(row.rule);
      // The page must not load what belongs into the worker.
      if (FIGURE_FILE.test(file) && one.target && COMPUTE.test(one.target) && !one.isTypeOnly) {
        says("a figure takes types alone from compute.ts");
      }
      if (
        !file.startsWith("tests/") &&
        /^(tools|tests)\//.test(one.target ?? "") &&
        row.area !== "tools" &&
        row.area !== "configuration"
      ) {
        says("nothing imports tools or tests");
      }
    }
  }
  return found;
}

/** What compute.ts pulls in through its helpers must be as pure as itself. */
export function impureComputes(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const rule = rowOf("src/figures/any/compute.ts");
  for (const start of files.keys()) {
    if (!COMPUTE.test(start) || !rule) continue;
    const seen = new Set([start]);
    for (const file of seen) {
      for (const one of importsOf(file, files.get(file) ?? "")) {
        if (one.isTypeOnly) continue;
        if (!isAllowed(start, rule, one))
          found.push(`${start} reaches ${one.specifier} by ${file}:${one.line}: ${rule.rule}`);
        else if (one.target?.startsWith("src/")) seen.add(one.target);
      }
    }
  }
  return found;
}

/** Clocks, randomness and output in kernels: the language has them, so the type checker does not object. */
export function impureKernels(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [file, text] of files) {
    if (!file.startsWith("kernels/") || !file.endsWith(".ts")) continue;
    for (const { source } of parse(file, text)) {
      const visit = (node: ts.Node): void => {
        const isRandom = ts.isPropertyAccessExpression(node) && node.getText() === "Math.random";
        const isGlobal = ts.isIdentifier(node) && /^(Date|console|performance|fetch|globalThis)$/.test(node.text);
        const isMember =
          (ts.isPropertyAccessExpression(node.parent) || ts.isPropertyAssignment(node.parent)) &&
          node.parent.name === node;
        if (isRandom || (isGlobal && !isMember)) {
          const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
          found.push(
            `${file}:${line} uses ${node.getText()}: kernels have no clock, no chance without a seed, no output`,
          );
        }
        ts.forEachChild(node, visit);
      };
      ts.forEachChild(source, visit);
    }
  }
  return found;
}

/** Default exports outside figures and configuration. */
export function defaultExports(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [file, text] of files) {
    if (!file.endsWith(".ts") || /(^|\/)figure\.ts$|\.config\.ts$|\.d\.ts$/.test(file)) continue;
    for (const { source } of parse(file, text)) {
      for (const statement of source.statements) {
        if (!ts.isExportAssignment(statement) && !/^export default /.test(statement.getText())) continue;
        const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
        found.push(`${file}:${line} has a default export: only figure.ts and configuration do`);
      }
    }
  }
  return found;
}
