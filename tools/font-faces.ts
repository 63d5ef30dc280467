/** Which signs each face keeps. A sign outside falls back to the reader's own font (`tests/content/fonts.test.ts`). */

export interface Face {
  readonly name: string;
  readonly from: string;
  readonly text: string;
  readonly features: readonly string[];
}

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");

const ASCII = range(0x20, 0x7e);
const LETTERS = ASCII.replace(/[^A-Za-z0-9 ]/g, "");
/** No-break space, signs of measure, the accents of authors' names, quotation marks, dashes, the true minus. */
export const TEXT = `${ASCII}\u00a0§°±·×²³½äéíöü–—‘’“”…−`;
const ITALIC = `${LETTERS}\u00a0.,:;!?'"()/-–—‘’“”…−éü`;
/** Arrows and relations in running text, which neither text face has; Computer Modern stands well beside both. */
export const SIGNS = "→←↔⇒≈≠≤≥∈∞√∑⌈⌉⌊⌋∘⋅";

const GREEK = "αβγδεζηθκλμνξπρστφχψωϵϕ";
const OPERATORS = "±×÷·⋅∗∘∙−+=<>≤≥≠≈≡∼≪≫∈∉⊂⊆∪∩∀∃∞∂∇√∑∏∫→←↔⇒⇔↦↑↓⋯…⋮⋱′∣∥⌈⌉⌊⌋⟨⟩⊤⊥⊙⊗⊕†‖";

const serif = (style: string): string => `@fontsource/source-serif-4/files/source-serif-4-latin-${style}.woff2`;
const sans = (style: string): string => `@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${style}.woff2`;
const math = (style: string): string => `katex/dist/fonts/KaTeX_${style}.woff2`;
const DELIMITERS = "()[]{}|/∣∥⌈⌉⌊⌋⟨⟩√∑∏∫‖";

export const FACES: readonly Face[] = [
  { name: "serif-400", from: serif("400-normal"), text: TEXT, features: ["kern", "liga"] },
  { name: "serif-400-italic", from: serif("400-italic"), text: ITALIC, features: ["kern"] },
  { name: "serif-600", from: serif("600-normal"), text: TEXT, features: ["kern"] },
  { name: "sans-400", from: sans("400-normal"), text: TEXT, features: [] },
  { name: "sans-600", from: sans("600-normal"), text: TEXT, features: [] },
  { name: "signs", from: math("Main-Regular"), text: SIGNS, features: [] },
  {
    name: "math-main",
    from: math("Main-Regular"),
    text: `${LETTERS}.,:;!?()[]{}|/'"-*%&ˉˆ˜˙⃗^~${OPERATORS}ΔΣΠΩΦΨΛΘΓ`,
    features: [],
  },
  { name: "math-italic", from: math("Math-Italic"), text: `${LETTERS.replace(/[0-9 ]/g, "")}${GREEK}`, features: [] },
  { name: "math-bold", from: math("Main-Bold"), text: LETTERS, features: [] },
  { name: "math-ams", from: math("AMS-Regular"), text: "RNZQCEP", features: [] },
  { name: "math-size1", from: math("Size1-Regular"), text: DELIMITERS, features: [] },
  { name: "math-size2", from: math("Size2-Regular"), text: DELIMITERS, features: [] },
  { name: "math-size3", from: math("Size3-Regular"), text: DELIMITERS, features: [] },
  { name: "math-size4", from: math("Size4-Regular"), text: `${DELIMITERS}⎛⎝⎜⎞⎠⎟⎡⎣⎢⎤⎦⎥⎧⎨⎩⎪⎫⎬⎭`, features: [] },
];
