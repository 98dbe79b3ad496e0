import { readFileSync } from 'node:fs';
import { isObject } from './json.ts';
import { JsonMistake, parseJson } from './parseJson.ts';

/** A mistake in a file that people write. The message has one line per mistake: file, field, expectation. */
export class ExperimentError extends Error {
  override name = 'ExperimentError';
}

/** @param mistakes one or more; control characters that they quote are escaped, so that each is one line */
export function fail(file: string, mistakes: readonly string[]): never {
  throw new ExperimentError(mistakes.map((mistake) => inOneLine(`${file}: ${mistake}`)).join('\n'));
}

function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  });
}

/**
 * Content of a JSON file that people write: an experiment, an overview, a calibration.
 *
 * @param expectation what to say of a file that cannot be read
 * @param path where the file lies, if that is not what messages call it
 * @throws {ExperimentError}
 */
export function readJson(file: string, expectation: string, path = file): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return fail(file, [`cannot be read; ${expectation}`]);
  }
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonMistake) return fail(file, [error.message]);
    throw error;
  }
}

/** Names of the presets of such a file, as it stands. @throws {ExperimentError} if it is not JSON */
export function presetsOf(file: string): string[] {
  const json = readJson(file, 'expected a file with presets');
  return isObject(json) && isObject(json.presets) ? Object.keys(json.presets) : [];
}
