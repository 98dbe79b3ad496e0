import { join } from 'node:path';
import type { Environment, Task } from '@vestige/environment';
import { type Experiment, fail } from '@vestige/experiment';
import {
  EndpointError,
  ExtractionError,
  FormatError,
  GgufError,
  type OpeningOptions,
  type OpenPolicy,
  openGiven,
  wordsFormat,
} from '@vestige/language';
import type { GivenCheckpoint } from '@vestige/language/options';
import { randomStream } from '@vestige/random';

/** What is wrong with what a policy names. */
const MISTAKES = [GgufError, EndpointError, FormatError, ExtractionError];

/**
 * Opens a policy of a condition that was trained elsewhere; one of words where its task is one of words.
 *
 * @throws {ExperimentError} if it cannot be asked as the experiment says
 */
export async function openPolicy(
  { environment, directory, policies }: Experiment,
  task: Task,
  condition: string,
  checkpoint: GivenCheckpoint,
  signal?: AbortSignal,
): Promise<OpenPolicy> {
  const { language } = policies[condition]!;
  const isOfWords = environment.kind !== 'questions';
  const words = isOfWords ? { words: wordsOf(task as Environment) } : {};
  try {
    return await openGiven(checkpoint, { language, directory, ...words }, signal);
  } catch (error) {
    if (!MISTAKES.some((kind) => error instanceof kind)) throw error;
    return fail(join(directory, 'experiment.json'), [
      `field policies.${condition}: ${(error as Error).message}`,
    ]);
  }
}

/** How policies of an environment are asked, which read its words only. */
function wordsOf(environment: Environment): NonNullable<OpeningOptions['words']> {
  const stream = randomStream('probes');
  const question = () => environment.problem(stream).question;
  return { format: wordsFormat(environment), questions: [question(), question(), question()] };
}
