import { posix } from "node:path";
import ts from "typescript";

/** One import as it stands in a file: what it names, where that is, and whether only types come in. */
export interface Import {
  readonly line: number;
  /** As written, e.g. "@kernels/tensor.ts". */
  readonly specifier: string;
  /** Path from the root of the project, or null for a package, "node:…" or "astro:…". */
  readonly target: string | null;
  readonly isTypeOnly: boolean;
}

const ALIASES: readonly (readonly [alias: string, folder: string])[] = [
  ["@kernels/", "kernels/"],
  ["@content/", "content/"],
  ["@/", "src/"],
];

function resolve(file: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, "");
  for (const [alias, folder] of ALIASES) if (bare.startsWith(alias)) return folder + bare.slice(alias.length);
  if (bare.startsWith("/")) return bare.slice(1);
  return bare.startsWith(".") ? posix.join(posix.dirname(file), bare) : null;
}

/** The script parts of a file, each with the number of lines before it. */
function scripts(file: string, text: string): { code: string; offset: number }[] {
  if (/\.(ts|mjs)$/.test(file)) return [{ code: text, offset: 0 }];
  const found: { code: string; offset: number }[] = [];
  const take = (pattern: RegExp): void => {
    for (const match of text.matchAll(pattern)) {
      const code = match[1] ?? "";
      const start = match.index + match[0].indexOf(code);
      found.push({ code, offset: text.slice(0, start).split("\n").length - 1 });
    }
  };
  if (file.endsWith(".astro")) {
    take(/^---\n([\s\S]*?)\n---/g);
    take(/<script[^>]*>([\s\S]*?)<\/script>/g);
  } else if (file.endsWith(".mdx")) {
    // Code blocks show imports, they do not make them; blank them out, keeping the lines.
    const prose = text.replace(/```[\s\S]*?```/g, (block) => block.replace(/[^\n]/g, ""));
    for (const [i, line] of prose.split("\n").entries())
      if (/^(import|export)\s/.test(line)) found.push({ code: line, offset: i });
  }
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name || !bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** Literal paths in `import(…)`, `import.meta.glob(…)` and `new URL(…, import.meta.url)`. */
function dynamicSpecifiers(node: ts.Node): string[] {
  const literals = (argument: ts.Expression | undefined): string[] => {
    if (!argument) return [];
    if (ts.isStringLiteralLike(argument)) return [argument.text];
    return ts.isArrayLiteralExpression(argument) ? argument.elements.flatMap(literals) : [];
  };
  if (ts.isCallExpression(node)) {
    const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    if (isImport || node.expression.getText() === "import.meta.glob") {
      return literals(node.arguments[0]).filter((path) => !path.startsWith("!"));
    }
  }
  if (
    ts.isNewExpression(node) &&
    node.expression.getText() === "URL" &&
    node.arguments?.[1]?.getText() === "import.meta.url"
  ) {
    return literals(node.arguments[0]).filter((path) => /\.(ts|mjs|js|json|astro)$/.test(path));
  }
  return [];
}

/** Parses the scripts of a TypeScript, JavaScript, Astro or MDX file. */
export function parse(file: string, text: string): { source: ts.SourceFile; offset: number }[] {
  return scripts(file, text).map(({ code, offset }) => ({
    source: ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS),
    offset,
  }));
}

/** Every import of a file: static, re-exported, dynamic, by glob and by worker URL. */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  for (const { source, offset } of parse(file, text)) {
    const add = (node: ts.Node, specifier: string, typeOnly: boolean): void => {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + offset + 1;
      found.push({ line, specifier, target: resolve(file, specifier), isTypeOnly: typeOnly });
    };
    const visit = (node: ts.Node): void => {
      if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
        if (ts.isStringLiteral(node.moduleSpecifier)) add(node, node.moduleSpecifier.text, isTypeOnly(node));
      } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
        if (ts.isStringLiteral(node.argument.literal)) add(node, node.argument.literal.text, true);
      }
      for (const specifier of dynamicSpecifiers(node)) add(node, specifier, false);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}
