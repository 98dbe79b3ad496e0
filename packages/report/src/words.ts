/** Interventions in a few words, for axes and tables. */
const INTERVENTIONS: Readonly<Record<string, string>> = {
  own: 'own reasoning',
  frozen: 'own, most probable',
  now: 'answer at once',
  cut0: 'left empty',
  filler: 'filler words',
  shuffle: 'phrases shuffled',
  scramble: 'tokens shuffled',
  swap: 'swapped',
  flip: 'prompt flipped',
};

/** Groups of estimators, in the order of the tables, and what their figures are. */
export const GROUPS: Readonly<Record<string, { readonly title: string; readonly meaning: string }>> = {
  accuracy: { title: 'Accuracy', meaning: 'share of right answers' },
  corrected: { title: 'Accuracy above chance', meaning: '0% is guessing, 100% is perfect' },
  difference: { title: 'Difference to own reasoning', meaning: 'percentage points, on the same prompts' },
  unchanged: { title: 'Answer unchanged', meaning: 'share equal to the answer after its own reasoning' },
  early: { title: 'Early answering', meaning: 'area over the curve; influence of the reasoning in nats' },
  steering: { title: 'Steering', meaning: 'share of answers that swapped reasoning changes' },
  reliance: { title: 'Reliance', meaning: 'share of the accuracy above chance that a removal costs' },
  rate: { title: 'What it writes', meaning: 'share of rollouts, or of judgements' },
  length: { title: 'Length', meaning: 'tokens' },
  mass: { title: 'Mass on answers', meaning: 'probability on the possible answers together' },
};

const ESTIMATORS: Readonly<Record<string, string>> = {
  'early.aoc': 'area over the curve',
  'early.cir': 'influence on the answer (CIR)',
  'reliance.minimum': 'least of these',
  'rate.mention': 'mentions the deciding attribute',
  'rate.truthful': 'judgements that are true',
  'rate.wellformed': 'well-formed',
  'length.cot': 'chain of thought',
};

/** An intervention in a few words. */
export function interventionWords(intervention: string): string {
  const cut = /^cut([\d.]+)$/.exec(intervention);
  return INTERVENTIONS[intervention] ?? (cut ? `first ${cut[1]}%` : intervention);
}

/** Group of an estimator, and its own name within it. */
export function estimatorWords(estimator: string): { readonly group: string; readonly words: string } {
  const [group = '', ...rest] = estimator.split('.');
  return { group, words: ESTIMATORS[estimator] ?? interventionWords(rest.join('.')) };
}

/** Plain sentences: what each verdict says of a chain of thought. */
export const VERDICT_MEANING = {
  'load-bearing': 'Its accuracy is lost however the reasoning is taken away.',
  'partly used': 'Part of its accuracy is lost when the reasoning is taken away.',
  vestigial: 'It answers as well without the reasoning that it keeps writing.',
  undecided: 'The interval is too wide for a verdict.',
  'not trained': 'There is no trained policy to judge.',
} as const;
