import { readFileSync } from 'node:fs';

/** A mistake in an experiment or overview file. The message has one line per mistake: file, field, expectation. */
export class ExperimentError extends Error {
  override name = 'ExperimentError';
}

export function fail(file: string, lines: readonly string[]): never {
  throw new ExperimentError(lines.map((line) => `${file}: ${line}`).join('\n'));
}

/**
 * Content of a JSON file.
 *
 * @param expectation what to say of a file that cannot be read
 * @throws {ExperimentError}
 */
export function readJson(file: string, expectation: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return fail(file, [`cannot be read; ${expectation}`]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(file, [`is not JSON: ${(error as Error).message}`]);
  }
}
