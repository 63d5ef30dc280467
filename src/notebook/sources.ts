/** The files that cells show and run, as text, at build time. */
const content = import.meta.glob<string>("../../content/*/*/{cells,exercises}/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const kernels = import.meta.glob<string>(["../../kernels/**/*.ts", "!../../kernels/**/*.simd.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

function take(files: Readonly<Record<string, string>>, path: string): string {
  const text = files[`../../${path}`];
  if (text === undefined) throw new Error(`there is no ${path}`);
  return text.trimEnd();
}

/** "03-what-relu-destroys/03-the-law/cells/heads.ts" */
export const sourceOf = (path: string): string => take(content, `content/${path}`);
/** How many cells a lesson has. */
export const cellsOf = (lesson: string): number =>
  Object.keys(content).filter((path) => path.startsWith(`../../content/${lesson}/cells/`)).length;
/** "ops/relu6.ts" */
export const kernelSource = (path: string): string => take(kernels, `kernels/${path}`);

/** Words of an exercise in one language. */
export interface Hints {
  readonly title: string;
  readonly task: string;
  readonly hints: readonly string[];
  readonly mistakes: Readonly<Record<string, string>>;
}
const hints = import.meta.glob<Hints>("../../content/*/*/exercises/*/hints.*.json", { eager: true, import: "default" });
/** In the reader's language, or in English where it is not translated. */
export function hintsOf(folder: string, language: string): Hints {
  const found =
    hints[`../../content/${folder}/hints.${language}.json`] ?? hints[`../../content/${folder}/hints.en.json`];
  if (!found) throw new Error(`there is no content/${folder}/hints.en.json`);
  return found;
}

/** Whether an exercise's function can stand in the network. */
export const plugsIn = (folder: string): boolean => /^ {2}plugsIn:/m.test(sourceOf(`${folder}/cases.ts`));
