/** A template or a way to mark thoughts that cannot be used. The message is one line. */
export class FormatError extends Error {
  override name = 'FormatError';
}
