/** A file that cannot be read; the message is one sentence for the reader, naming what was found and expected. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}
