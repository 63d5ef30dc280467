/** Who took a photo of the gallery, and under which licence it may be shown. */
export interface Credit {
  /** Also the name of its file: a PNG of the network's size. */
  readonly id: string;
  /** The class that it shows. */
  readonly label: number;
  readonly what: string;
  /** Empty where the package names none. */
  readonly author: string;
  readonly licence: string;
  /** The licence's text; empty for the public domain. */
  readonly deed: string;
  /** Where it was published. */
  readonly url: string;
  /** The package that it was taken from, and what was done to it. */
  readonly from: string;
}
