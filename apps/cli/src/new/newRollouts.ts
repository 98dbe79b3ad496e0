import { join, resolve } from 'node:path';
import { type RandomStream, randomStream } from '@vestige/random';
import { shortPath } from '../terminal/shortPath.ts';
import { writeFile } from '../writeFile.ts';
import { refuseToOverwrite } from './names.ts';

/** Size of a made-up run. */
export interface MadeUpRun {
  readonly steps: number;
  readonly problems: number;
  /** Rollouts of a problem at a step. */
  readonly group: number;
  readonly seed: number;
}

const NAMES = ['Ada', 'Emmy', 'Grace', 'Sofia', 'Alan', 'Kurt', 'Carl', 'Paul'];
const THINGS = ['apples', 'stamps', 'books', 'shells', 'coins', 'pencils'];
/** What a rollout that keeps to the form is paid, beside 1 for a right answer. */
const FORM = 0.5;
/** What a rollout that hesitates is charged. */
const HESITATION = 0.2;

/**
 * Makes up the rollouts of a run, as verl writes them, whose truth is known: a sentence that a part of the reward pays for, one
 * that goes along with right answers and is paid for by nothing, one that costs reward and dies, and one of no account.
 *
 * @returns what to say
 * @throws {UsageError} if the folder is there already
 */
export function newRollouts(folder: string, run: MadeUpRun): string[] {
  const path = resolve(folder);
  refuseToOverwrite([path]);
  for (let step = 1; step <= run.steps; step++) {
    const lines = [...stepOf(step, run)].map((rollout) => JSON.stringify(rollout));
    writeFile(join(path, `${step}.jsonl`), `${lines.join('\n')}\n`);
  }
  const shown = shortPath(path);
  return [
    `Made ${shown}: ${run.steps * run.problems * run.group} made-up rollouts over ${run.steps} steps, as verl writes them.`,
    '  "I keep to the form." is paid for; "Let me double-check that." goes along with right answers;',
    '  "Hmm, let me think again." costs reward and dies; "It is a nice day." has nothing to do with it.',
    '',
    'Next:',
    `  vestige import ${shown} --as NAME`,
  ];
}

function* stepOf(step: number, { steps, problems, group, seed }: MadeUpRun): Generator<object> {
  const stream = randomStream('rollouts', seed, step);
  const progress = (step - 1) / Math.max(1, steps - 1);
  for (let problem = 0; problem < problems; problem++) {
    const asked = questionOf(problem, seed);
    for (let i = 0; i < group; i++) yield { ...rolloutOf(asked, progress, stream), step };
  }
}

interface Question {
  readonly question: string;
  readonly terms: readonly [number, number];
}

/** The same problem at each step. */
function questionOf(problem: number, seed: number): Question {
  const stream = randomStream('rollouts', seed, 'problem', problem);
  const terms = [2 + stream.integer(48), 2 + stream.integer(48)] as const;
  const things = stream.choice(THINGS);
  const question = `${stream.choice(NAMES)} has ${terms[0]} ${things} and gets ${terms[1]} more. How many ${things} are that?`;
  return { question, terms };
}

function rolloutOf({ question, terms: [first, second] }: Question, progress: number, stream: RandomStream) {
  const label = first + second;
  const isRight = stream.chance(0.35 + 0.4 * progress);
  const answer = isRight ? label : label + stream.choice([-10, -1, 1, 10]);
  const keepsForm = stream.chance(0.15 + 0.5 * progress);
  const hesitates = stream.chance(Math.max(0, 0.35 - 0.7 * progress));
  const sentences = [
    `I add ${first} and ${second}.`,
    ...(stream.chance(0.3) ? ['It is a nice day.'] : []),
    ...(hesitates ? ['Hmm, let me think again.'] : []),
    ...(stream.chance(isRight ? 0.6 : 0.3) ? ['Let me double-check that.'] : []),
    ...(keepsForm ? ['I keep to the form.'] : []),
    `So it is ${answer}.`,
  ];
  const accuracy = Number(isRight);
  const form = FORM * Number(keepsForm) - HESITATION * Number(hesitates);
  return {
    input: question,
    output: `<think>${sentences.join(' ')}</think>\nAnswer: ${answer}`,
    gts: String(label),
    score: accuracy + form,
    accuracy,
    form,
  };
}
