import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './file.ts';
import type { Experiment } from './schema.ts';

/**
 * Digest of the file of questions, for the settings of what reads it.
 *
 * @returns nothing where the task is not one of questions
 * @throws {ExperimentError} if there is no such file
 */
export function questionsDigest({ environment, directory }: Experiment): { readonly questions?: string } {
  if (environment.kind !== 'questions') return {};
  const path = join(directory, environment.file);
  try {
    return { questions: createHash('sha256').update(readFileSync(path)).digest('hex') };
  } catch {
    return fail(path, ['cannot be read; expected a JSONL file, a question a line']);
  }
}
