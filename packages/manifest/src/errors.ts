/**
 * A file or folder that is not what its stage wrote, was made from something else, or by a version whose files are
 * not read any more. The message is one line: which file, what is wrong with it, what it should be. The command that
 * makes it anew is added by whoever knows it.
 */
export class IntegrityError extends Error {
  override name = 'IntegrityError';
  /** The file, or the folder of the stage. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
  }
}
