import { type Analysis, type PromptsAnalysis, REMOVALS, type Removal } from '@vestige/analysis';
import { percent, range } from './numbers.ts';

/** How an answer is given without the chain of thought, in words. */
export const WITHOUT: Readonly<Record<Removal, string>> = {
  now: 'when told to answer at once',
  cut0: 'with its reasoning left empty',
  filler: 'with filler words instead',
};

/** A condition or one of its groups of prompts, and the accuracy of guessing there. */
type Part = [name: string, part: PromptsAnalysis, chance: number];

/** Every condition, each followed by its groups of prompts under `condition, group`. */
export function withGroups(analysis: Analysis): Part[] {
  return Object.entries(analysis.conditions).flatMap(([name, condition]) => {
    const chance = condition.chance ?? analysis.chance;
    const groups = Object.entries(condition.groups).map(
      ([group, part]): Part => [`${name}, ${group}`, part, chance],
    );
    return [[name, condition, chance] as Part, ...groups];
  });
}

/** A verdict in figures, as one plain sentence without its subject. */
export function headlineFigures({ estimates }: PromptsAnalysis, chance: number): string {
  const own = estimates['accuracy.own'];
  const removal = REMOVALS.find((name) => estimates[`accuracy.${name}`]);
  const without = estimates[`accuracy.${removal}`];
  if (!own || !removal || !without) return 'accuracy was not measured.';
  return (
    `right ${percent(own.mean)} of the time with its own reasoning (${range('accuracy.own', own)}), ` +
    `${percent(without.mean)} ${WITHOUT[removal]} (${range('accuracy.now', without)}); guessing gives ${percent(chance)}.`
  );
}

/** Verdicts of the types of phrases in one sentence; undefined if there are none. */
export function phraseSentence({ phrases }: PromptsAnalysis): string | undefined {
  const verdicts = Object.entries(phrases).map(([type, { verdict }]) => `${type} ${verdict}`);
  return verdicts.length === 0 ? undefined : `One phrase at a time: ${verdicts.join(', ')}.`;
}
