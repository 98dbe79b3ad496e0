import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CHOICES,
  type NextLogProbs,
  plantedQuestions,
  reasonerModel,
} from '@vestige/language/testing/reasoner';

/** Names the run of the policy `a`. */
export const GIVEN_RUN = ['--seed', '0', '--condition', 'a'];

const KEY = 7;

/** Questions with three choices each, as lines of a file. */
export const QUESTIONS = plantedQuestions(24, KEY)
  .map((one) => JSON.stringify({ ...one, choices: CHOICES }))
  .join('\n');

/** Who answers them mostly right, and needs its reasoning. */
export const REASONER: NextLogProbs = reasonerModel({ concludes: 0.9, knows: null, heeds: true }, KEY);

let made = 0;

/**
 * Writes an experiment on questions with one policy that was trained elsewhere, `a`.
 *
 * @param beside a folder beside which its own is made
 * @param fields that replace those of the experiment
 * @returns its folder
 */
export function writeGiven(
  beside: string,
  policy: object,
  fields: object = {},
  questions: string = QUESTIONS,
): string {
  const name = `e${made++}`;
  const directory = join(dirname(beside), name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'questions.jsonl'), questions);
  const content = {
    ...{ name, title: 'Given', seeds: [0], policies: { a: { rule: 'answer', ...policy } } },
    environment: { kind: 'questions', maxTokens: 80 },
    language: { template: null, retries: 0 },
    ablation: { prompts: 24, interventions: ['now', 'cut', 'swap'], cuts: [0] },
    ...fields,
  };
  writeFileSync(join(directory, 'experiment.json'), JSON.stringify(content));
  return directory;
}

/** A policy behind a server. */
export function at(url: string, more: object = {}): object {
  return { endpoint: { url, model: 'planted', ...more } };
}
