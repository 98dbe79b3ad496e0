import {
  type Analysis,
  type ConditionAnalysis,
  kindestRemoval,
  type PromptsAnalysis,
  type Removal,
} from '@vestige/analysis';
import { percent, range } from './numbers.ts';

/** How an answer is given without the chain of thought, in words. */
export const WITHOUT: Readonly<Record<Removal, string>> = {
  now: 'when told to answer at once',
  cut0: 'with its reasoning left empty',
  filler: 'with filler words instead',
};

/** A condition or one of its groups of prompts, the accuracy of guessing there, and how its runs were trained. */
type Part = [name: string, part: PromptsAnalysis, chance: number, training: ConditionAnalysis['training']];

/** Every condition, each followed by its groups of prompts under `condition, group`. */
export function withGroups(analysis: Analysis): Part[] {
  return Object.entries(analysis.conditions).flatMap(([name, condition]) => {
    const { groups, training, chance = analysis.chance } = condition;
    const parts = Object.entries(groups).map(
      ([group, part]): Part => [`${name}, ${group}`, part, chance, training],
    );
    return [[name, condition, chance, training] as Part, ...parts];
  });
}

/** A verdict in figures, as one plain sentence without its subject: its own reasoning beside the kindest removal. */
export function headlineFigures({ estimates }: PromptsAnalysis, chance: number): string {
  const own = estimates['accuracy.own'];
  const removal = kindestRemoval(estimates);
  const without = removal && estimates[`accuracy.${removal}`];
  if (!own || !without) return 'accuracy was not measured.';
  return (
    `right ${percent(own.mean)} of the time with its own reasoning (${range('accuracy.own', own)}), ` +
    `${percent(without.mean)} ${WITHOUT[removal]} (${range('accuracy.', without)}); guessing gives ${percent(chance)}.`
  );
}

/** Verdicts of the types of phrases in one sentence; undefined if there are none, or no accuracy to lose. */
export function phraseSentence({ verdict: whole, phrases }: PromptsAnalysis): string | undefined {
  if (whole === 'not trained') return undefined;
  const verdicts = Object.entries(phrases).map(([type, { verdict }]) => `${type} ${verdict}`);
  return verdicts.length === 0 ? undefined : `One phrase at a time: ${verdicts.join(', ')}.`;
}
