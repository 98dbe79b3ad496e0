import type { Environment, Task } from '@vestige/environment';
import type { Experiment } from '@vestige/experiment';
import { type OpeningOptions, type OpenPolicy, openGiven, wordsFormat } from '@vestige/language';
import type { GivenCheckpoint } from '@vestige/language/options';
import { randomStream } from '@vestige/random';

/** Opens a policy of a condition that was trained elsewhere; one of words where its task is one of words. */
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
  return await openGiven(checkpoint, { language, directory, ...words }, signal);
}

/** How policies of an environment are asked, which read its words only. */
function wordsOf(environment: Environment): NonNullable<OpeningOptions['words']> {
  const stream = randomStream('probes');
  const question = () => environment.problem(stream).question;
  return { format: wordsFormat(environment), questions: [question(), question(), question()] };
}
