/** A source, or an option, that cannot be used. The message is one line: file, what is wrong, what is expected. */
export class ImportError extends Error {
  override name = 'ImportError';
}

/** A record that cannot be a rollout; the message says field and expectation. */
export class RecordError extends Error {
  override name = 'RecordError';
}
