import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { FormatOptions } from './format/chatFormat.ts';
import type { ExtractionOptions } from './format/extract.ts';
import { FormatError } from './format/formatError.ts';
import type { LanguageOptions } from './options.ts';

/**
 * How a language model is asked, by the field `language` of an experiment file.
 *
 * @param directory where paths in the file start
 * @throws {FormatError} if the file of the template cannot be read
 */
export function formatOptions(
  { template, system, instruction, nowInstruction, thoughts, extraction }: LanguageOptions,
  directory: string,
): FormatOptions {
  return {
    ...(template !== undefined && { template: template === null ? null : templateIn(directory, template) }),
    ...(system !== undefined && { system }),
    ...(instruction !== undefined && { instruction }),
    ...(nowInstruction !== undefined && { nowInstruction }),
    ...(thoughts !== undefined && { thoughts }),
    ...(extraction !== undefined && { extraction: extractionIn(directory, extraction) }),
  };
}

function templateIn(directory: string, file: string): string {
  const path = pathIn(directory, file);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FormatError(`${path}: cannot be read (${code}); expected a chat template`);
  }
}

function extractionIn(
  directory: string,
  extraction: NonNullable<LanguageOptions['extraction']>,
): ExtractionOptions {
  const { kind, ...rest } = extraction;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const options = { kind, ...given } as ExtractionOptions;
  return options.kind === 'script' ? { ...options, file: pathIn(directory, options.file) } : options;
}

/** A path as an experiment file names it. */
export function pathIn(directory: string, path: string): string {
  return isAbsolute(path) ? path : join(directory, path);
}
