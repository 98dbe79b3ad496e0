import {
  type Attributes,
  type ConditionAnalysis,
  DRIFT_FIGURES,
  ESTIMATORS,
  type EstimatorKey,
  type Followed,
  neverLeftChance,
  type QuantityName,
  type Verdict,
} from '@vestige/analysis';
import { attributesOf } from './attributes.ts';
import { interventionWords } from './interventionWords.ts';

/** Groups of estimators, in the order of the tables, and what their figures are. */
export const GROUPS = Object.fromEntries(
  Object.entries(ESTIMATORS).map(([quantity, { about }]) => [quantity, about]),
) as Readonly<Record<QuantityName, { readonly title: string; readonly meaning: string }>>;

/**
 * An estimator in words, within its group.
 *
 * @param attributes names of what is flipped and mentioned, by {@link attributesOf}
 */
export function estimatorWords(key: EstimatorKey, attributes = attributesOf({})): string {
  if (key.quantity === 'drift') {
    const { word, figure, stratum } = key;
    return `${word}: ${stratum === undefined ? DRIFT_FIGURES[figure] : `${DRIFT_FIGURES[figure]} where ${stratum}`}`;
  }
  if (key.quantity === 'needs') return key.unit;
  if (!('part' in key)) return interventionWords(key);
  if (key.part === 'counterfactual') return `${key.unit} resampled and different`;
  if (key.part === 'mention') return mentionWords(attributes);
  const { about } = ESTIMATORS[key.quantity];
  const parts: Readonly<Record<string, string>> = about.parts;
  return parts[key.part]!;
}

/** An estimator with its group, as a table of several groups needs it: `Accuracy: answer at once`. */
export function titledWords(key: EstimatorKey): string {
  return `${GROUPS[key.quantity].title}: ${estimatorWords(key)}`;
}

/** Of what share of chains of thought a figure is: `mentions the nationality`. */
export function mentionWords({ mentions }: Attributes): string {
  return `mentions ${mentions}`;
}

/** Plain sentences: what each verdict says of a chain of thought. */
const VERDICT_MEANING: Readonly<Record<Verdict, string>> = {
  'load-bearing': 'Its accuracy is lost however the reasoning is taken away.',
  'partly used': 'Part of its accuracy is lost when the reasoning is taken away.',
  'filler-token':
    'It needs no word of its reasoning, and yet needs the tokens: as many filler words do as well, none do not.',
  vestigial: 'It answers as well without the reasoning that it keeps writing.',
  harmful: 'It is right more often without its reasoning.',
  undecided: 'There is not enough to tell.',
  'not trained': 'There is no trained policy to judge.',
};

/** Plain sentences: what each judgement says that the answers follow. */
const FOLLOWED_MEANING: Readonly<Record<Followed, string>> = {
  reasoning: 'Where its reasoning and its question disagree, its answer follows the reasoning.',
  both: 'Where its reasoning and its question disagree, its answer follows now the one and now the other.',
  question: 'Where its reasoning and its question disagree, its answer follows the question.',
  undecided: 'Whether its answer follows its reasoning or its question cannot be told.',
  'not measured': 'Whether its answer follows its reasoning or its question was not measured.',
};

/** What the answers follow, right or wrong, in a sentence. */
export function followedWords(followed: Followed): string {
  return FOLLOWED_MEANING[followed];
}

/** A verdict in words: its name, with what sets it apart from others of that name if need be; what it says. */
export function verdictWords(
  verdict: Verdict,
  training: ConditionAnalysis['training'],
): { readonly name: string; readonly aside?: string; readonly meaning: string } {
  if (verdict !== 'not trained' || neverLeftChance(training)) {
    return { name: verdict, meaning: VERDICT_MEANING[verdict] };
  }
  const aside = 'no accuracy to lose';
  return {
    name: `${verdict} (${aside})`,
    aside,
    meaning:
      'It is not clearly right more often than by guessing: there is no accuracy to lose without its reasoning.',
  };
}

/** A feature of the rollouts whose history is told, such as `phrase:hop`, in words. */
export function featureWords(feature: string): string {
  const [kind, name] = [feature.split(':')[0], feature.slice(feature.indexOf(':') + 1)];
  if (kind === 'phrase') return `${name} (phrase)`;
  if (kind === 'word') return `\u201c${name}\u201d (word)`;
  return feature === 'length' ? 'length' : feature;
}
