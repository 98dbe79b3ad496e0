import {
  type Attributes,
  type ConditionAnalysis,
  type DriftFigure,
  type EstimatorKey,
  neverLeftChance,
  type PartOf,
  type QuantityName,
  type Verdict,
} from '@vestige/analysis';
import { attributesOf } from './attributes.ts';
import { interventionWords } from './interventionWords.ts';

/** Groups of estimators, in the order of the tables, and what their figures are. */
export const GROUPS: Readonly<Record<QuantityName, { readonly title: string; readonly meaning: string }>> = {
  accuracy: {
    title: 'Accuracy',
    meaning: 'share of right answers: the most probable one; of "own" the one that was sampled',
  },
  corrected: { title: 'Accuracy above chance', meaning: '0% is guessing, 100% is perfect' },
  difference: {
    title: 'Difference to own reasoning',
    meaning: 'percentage points of the most probable answer, on the same prompts',
  },
  unchanged: { title: 'Answer unchanged', meaning: 'share equal to the answer after its own reasoning' },
  follows: { title: 'Answer follows the prompt', meaning: 'share that is right for the flipped prompt' },
  early: { title: 'Early answering', meaning: 'area over the curve; influence of the reasoning in nats' },
  steering: { title: 'Steering', meaning: 'share of answers that swapped reasoning changes' },
  reliance: { title: 'Reliance', meaning: 'share of the accuracy above chance that a removal costs' },
  needs: {
    title: 'Needs a phrase',
    meaning: 'the same for one phrase of a type, or the least removal of all',
  },
  recovers: { title: 'Recovers', meaning: 'share of the loss that returns after updates on empty reasoning' },
  importance: { title: 'Importance', meaning: 'total variation of the answer' },
  necessity: { title: 'Necessity', meaning: 'probability that the answer loses without it' },
  sufficiency: { title: 'Sufficiency', meaning: 'answers that reasoning alone brings about' },
  effect: { title: 'Effect', meaning: 'probability of the label, words forced less words forbidden' },
  mediation: { title: 'Mediation', meaning: 'of what a flip changes, through the reasoning' },
  rate: { title: 'What it writes', meaning: 'share of rollouts, or of judgements' },
  agreement: { title: 'Agreement', meaning: 'share of the reasoning that ends on an answer' },
  length: { title: 'Length', meaning: 'tokens; judgements' },
  probability: { title: 'Probability of the right answer', meaning: 'accuracy of an answer that is drawn' },
  passes: { title: 'Passes whatever is right', meaning: 'probability of an answer that passes every test' },
  drift: {
    title: 'Drift of words',
    meaning:
      'log-odds of being written, nats: in training, or an update at first; and what should explain it',
  },
  mass: { title: 'Mass on answers', meaning: 'probability on the possible answers together' },
};

/** Estimators that are not of one treatment; how mentions are called, the environment says. */
const PARTS: {
  readonly [Q in 'early' | 'reliance' | 'mediation' | 'agreement' | 'rate' | 'length']: Readonly<
    Record<Exclude<PartOf<Q>, 'mention'>, string>
  >;
} = {
  early: { aoc: 'area over the curve', cir: 'influence on the answer (CIR)' },
  reliance: { minimum: 'least of these', room: 'least of those that leave no tokens' },
  mediation: {
    total: 'total effect',
    direct: 'direct effect',
    indirect: 'indirect effect',
    share: 'mediated share',
  },
  agreement: { conclusion: 'answers what the reasoning ends on' },
  rate: {
    concludes: 'reasoning ends on the right answer',
    truthful: 'judgements that are true',
    invented: 'judgements of values not in the prompt',
    wellformed: 'well-formed',
  },
  length: { cot: 'chain of thought', judgements: 'judgements in it' },
};

/** Figures of the drift of a word. */
const DRIFTS: Readonly<Record<DriftFigure, string>> = {
  'initial.measured': 'at first',
  'initial.predicted': 'at first, predicted',
  'initial.alongStep': "at first, along the optimizer's step",
  'initial.selection': 'at first, by selection',
  'initial.covariance': 'covariance with the advantage, at first',
  'initial.covarianceWithin': 'covariance within prompts, at first',
  'total.measured': 'in training',
  'total.predicted': 'in training, predicted',
  'total.alongStep': "in training, along the optimizer's steps",
  'total.selection': 'in training, by selection',
  change: 'change of its share',
  'within.largest': 'largest change of its share on one kind of prompts',
  'covariance.r': 'r, at first on covariance',
  'covariance.slope': 'slope, at first on covariance',
  'covarianceWithin.r': 'r, at first on covariance within prompts',
  'covarianceWithin.slope': 'slope, at first on covariance within prompts',
  'predicted.r': 'r, measured on predicted, by update',
  'predicted.slope': 'slope, measured on predicted, by update',
  'alongStep.r': "r, measured on the optimizer's step, by update",
  'alongStep.slope': "slope, measured on the optimizer's step, by update",
  'change.r': 'r, change of its share on the swept value',
  'change.slope': 'slope, change of its share on the swept value',
};

/**
 * An estimator in words, within its group.
 *
 * @param attributes names of what is flipped and mentioned, by {@link attributesOf}
 */
export function estimatorWords(key: EstimatorKey, attributes = attributesOf({})): string {
  switch (key.quantity) {
    case 'drift': {
      const { word, figure, stratum } = key;
      return `${word}: ${stratum === undefined ? DRIFTS[figure] : `${DRIFTS[figure]} where ${stratum}`}`;
    }
    case 'needs':
      return key.unit;
    case 'rate':
      return key.part === 'mention' ? mentionWords(attributes) : PARTS.rate[key.part];
    case 'early':
      return PARTS.early[key.part];
    case 'mediation':
      return PARTS.mediation[key.part];
    case 'agreement':
      return PARTS.agreement[key.part];
    case 'length':
      return PARTS.length[key.part];
    case 'reliance':
      return 'part' in key ? PARTS.reliance[key.part] : interventionWords(key);
    case 'importance':
      return 'part' in key ? `${key.unit} resampled and different` : interventionWords(key);
    default:
      return interventionWords(key);
  }
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
  undecided: 'There is not enough to tell.',
  'not trained': 'There is no trained policy to judge.',
};

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
    meaning: `It is not clearly right more often than by guessing${Object.keys(training).length === 0 ? ', as a pretrained policy need not be' : ''}: there is no accuracy to lose without its reasoning.`,
  };
}

/** A feature of the rollouts whose history is told, such as `phrase:hop`, in words. */
export function featureWords(feature: string): string {
  const [kind, name] = [feature.split(':')[0], feature.slice(feature.indexOf(':') + 1)];
  if (kind === 'phrase') return `${name} (phrase)`;
  if (kind === 'word') return `\u201c${name}\u201d (word)`;
  return feature === 'length' ? 'length' : feature;
}
