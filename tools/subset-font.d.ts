/** The part of subset-font that tools/fonts.ts uses; the package has no types. */
declare module "subset-font" {
  interface Options {
    readonly targetFormat: "sfnt" | "woff" | "woff2";
    readonly noHinting?: boolean;
    /** OpenType features to keep; all of them if absent. */
    readonly keepFeatures?: string[];
    /** Cuts nothing: the text must then be empty. */
    readonly keepAllGlyphs?: boolean;
  }
  export default function subsetFont(font: Uint8Array, text: string, options: Options): Promise<Uint8Array>;
}
