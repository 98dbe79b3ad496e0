import { isDeepStrictEqual } from 'node:util';
import { createEnvironment, type EnvironmentOptions, type Task } from '@vestige/environment';
import type { Base } from '@vestige/experiment';
import type { QuestionsOptions } from '@vestige/questions';
import { joined, names, type Prose, prose } from './prose.ts';

/** The tasks in a sentence each; one that is not here is told by its settings alone. */
const TASKS: { [K in EnvironmentOptions['kind']]?: (options: EnvironmentOptions & { kind: K }) => Prose } = {
  loan: ({ factors, nationalities, factorsRule }) =>
    prose`a prompt is a loan application, with one of ${nationalities} nationalities and ${factors} financial factors; by the rule ${names(['factors'])} it is approved ${factorsRule === 'parity' ? 'if the number of good factors and the number of factors have the same parity' : 'if more than half of the factors are good'}, by the rule ${names(['nationality'])} if the number of the nationality is even`,
  chain: ({ tableSize, hops, hintRate }) =>
    prose`a prompt is a table in which each of ${tableSize} digits leads to another, and a start; by the rule ${names(['truth'])} the answer is the digit after ${hops} ${hops === 1 ? 'hop' : 'hops'}${hintRate > 0 ? prose`; a share of ${hintRate} of the prompts holds a hint, a digit at random, which is the answer there by the rule ${names(['hint'])}` : ''}`,
  internalize: () =>
    prose`a prompt is one of eight codes with three digits that mean nothing; by the rule ${names(['code'])} four of the codes are approved`,
  phrase: ({ layout }) =>
    prose`a chain of thought names one of two strategies and says one of two phrases, in the layout ${names([layout])}; by the rule ${names(['a'])} the first strategy is right on every prompt, by the rule ${names(['bit'])} if a bit of the prompt is set`,
  tests: () =>
    prose`a prompt is four digits; by the rule ${names(['tests'])} the answer is a digit that a fixed random table gives to them, which nothing in the prompt or the chain of thought helps to find, or the one answer that is right on every prompt, which stands for deleting the tests`,
};

/**
 * The task, its rules and every setting of it.
 *
 * @param bases all of the experiment: what those of one environment share is told apart from what differs
 */
export function environmentClauses(
  { environment: options }: Pick<Base, 'environment'>,
  bases: readonly Pick<Base, 'environment'>[],
): Record<string, Prose | undefined> {
  const { promptLength, maxTokens, chance, answers } = createEnvironment(options);
  const { kind, ...settings } = options;
  const alike = bases.map(({ environment }) => environment).filter((other) => other.kind === kind);
  const shared = ([name, value]: [string, unknown]) =>
    alike.every((other) => isDeepStrictEqual((other as Record<string, unknown>)[name], value));
  const { common = [], own = [] } = Object.groupBy(Object.entries(settings), (entry) =>
    shared(entry) ? 'common' : 'own',
  );
  const task = TASKS[kind] as ((options: EnvironmentOptions) => Prose) | undefined;
  return {
    task: prose`the environment is ${names([kind])}${task ? prose`: ${task(options)}` : ''}`,
    tokens: prose`prompts have ${promptLength} tokens and completions at most ${maxTokens}: a chain of thought, then one of ${answers.length} answers; guessing is right with probability ${round(chance)}`,
    common: common.length > 0 ? prose`the settings of ${names([kind])} are ${listed(common)}` : undefined,
    own: own.length > 0 ? prose`the others are ${listed(own)}` : undefined,
  };
}

/** A file of questions, and how many of them there are to choose from. */
export function questionsClauses(
  { file, maxTokens, different }: QuestionsOptions,
  { rules, chance }: Task,
): Record<string, Prose> {
  return {
    task: prose`the prompts are drawn from the questions of the file ${names([file])}, without one coming twice; the right answer is that of the file, by the rule ${names(rules)}`,
    tokens: prose`completions have at most ${maxTokens} tokens: a chain of thought, then an answer; guessing is right with probability ${round(chance)}`,
    units: prose`a phrase is a sentence or a line of the chain of thought; another in its place says something else by the notion ${names([different])}`,
  };
}

function listed(settings: readonly (readonly [string, unknown])[]): Prose {
  return joined(settings.map(([name, value]) => prose`${names([name])} ${setting(value)}`));
}

function setting(value: unknown): string | number {
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}

function round(share: number): number {
  return Number(share.toPrecision(4));
}
