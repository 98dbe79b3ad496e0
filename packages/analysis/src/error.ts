/** Tables that cannot be analyzed. The message is one line: what, in which run, and what to do. */
export class AnalysisError extends Error {
  override name = 'AnalysisError';
}
