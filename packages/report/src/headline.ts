import {
  type Analysis,
  type ConditionAnalysis,
  kindestRemoval,
  type PromptsAnalysis,
  type Removal,
  seedsInWords,
  silence,
  type Verdict,
} from '@vestige/analysis';
import { intervalText, percent } from './numbers.ts';
import { verdictWords } from './words.ts';

/** How an answer is given without the chain of thought, in words. */
const WITHOUT: Readonly<Record<Removal, string>> = {
  now: 'when told to answer at once',
  cut0: 'with its reasoning left empty',
  filler: 'with filler words instead',
};

/** A condition or one of its groups of prompts, the accuracy of guessing there, and the condition. */
type Part = [name: string, part: PromptsAnalysis, chance: number, condition: ConditionAnalysis];

/** Every condition, each followed by its groups of prompts under `condition, group`. */
export function withGroups(analysis: Analysis): Part[] {
  return Object.entries(analysis.conditions).flatMap(([name, condition]) => {
    const { groups, chance = analysis.chance } = condition;
    const parts = Object.entries(groups).map(
      ([group, part]): Part => [`${name}, ${group}`, part, chance, condition],
    );
    return [[name, condition, chance, condition] as Part, ...parts];
  });
}

/**
 * A verdict in figures, as a plain sentence without its subject, and another where it does not answer without its reasoning: its own reasoning beside the kindest removal, both by
 * the most probable answer, so that like is compared with like.
 */
export function headlineFigures({ estimates }: PromptsAnalysis, chance: number): string {
  const own = estimates.get({ quantity: 'accuracy', intervention: 'frozen' });
  const removal = kindestRemoval(estimates);
  const without = removal && estimates.get({ quantity: 'accuracy', intervention: removal });
  if (!own || !without) return 'accuracy was not measured on enough prompts.';
  const silent = silence(estimates, [removal]).map(
    (words) => ` ${words[0]!.toUpperCase()}${words.slice(1)}.`,
  );
  return (
    `its most probable answer is right ${percent(own.mean)} of the time after its own reasoning (${intervalText('accuracy', own)}), ` +
    `${percent(without.mean)} ${WITHOUT[removal]} (${intervalText('accuracy', without)}); guessing gives ${percent(chance)}.${silent.join('')}`
  );
}

/**
 * On how many seeds the verdict rests, each named where they differ, with the interval of the share of seeds of which
 * the same would be said; undefined over one seed.
 *
 * @param condition whose seeds count
 */
export function seedsSentence(
  { bySeed, agreement }: PromptsAnalysis,
  { seeds, leftOut }: Pick<ConditionAnalysis, 'seeds' | 'leftOut'>,
): string | undefined {
  const words = seedsInWords({ bySeed, seeds });
  if (words === '') return undefined;
  const left = leftOut.length > 0 ? `; seed ${leftOut.join(', ')} never left chance and is left out` : '';
  return `Judged one by one: ${words}${left}; interval of the share of seeds: ${intervalText('rate', agreement)}.`;
}

/** What the answers follow, with what decided it. */
export function followsLine({ follows }: PromptsAnalysis): string {
  return `What it follows: ${follows.followed}. ${follows.reason}`;
}

/** Verdicts of the types of phrases in one sentence; undefined if there are none, or no accuracy to lose. */
export function phraseSentence({ verdict: whole, phrases }: PromptsAnalysis): string | undefined {
  if (whole === 'not trained') return undefined;
  const verdicts = Object.entries(phrases).map(([type, { verdict }]) => `${type} ${verdict}`);
  return verdicts.length === 0 ? undefined : `By type of phrase: ${verdicts.join(', ')}.`;
}

/** What the verdict of a condition says, and where a part of it differs: kinds of prompts, or types of phrases. */
export function meaningSentence(condition: ConditionAnalysis): string {
  const { verdict, training, groups, phrases } = condition;
  const { meaning } = verdictWords(verdict, training);
  const kinds = Object.entries(groups).map(([kind, part]) => `${part.verdict} where ${kind}`);
  const decided = Object.values(groups).filter((part) => part.verdict !== 'undecided');
  if (verdict === 'undecided' && new Set(decided.map((part) => part.verdict)).size > 1) {
    return `Its prompts differ: ${kinds.join(', ')}.`;
  }
  const types = (...verdicts: readonly Verdict[]) =>
    Object.entries(phrases).flatMap(([type, phrase]) => (verdicts.includes(phrase.verdict) ? [type] : []));
  const [used, spare] = [types('load-bearing', 'partly used'), types('vestigial')];
  if (used.length === 0 || spare.length === 0) return meaning;
  const list = (type: 'conjunction' | 'disjunction') => new Intl.ListFormat('en-GB', { type });
  return `${meaning} Of its phrases it needs ${list('conjunction').format(used)}, and not ${list('disjunction').format(spare)}.`;
}
