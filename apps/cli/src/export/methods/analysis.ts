import {
  type Analysis,
  CLEAR,
  type ConditionAnalysis,
  type EstimatorKey,
  estimatorName,
  HARMFUL,
  HEEDED,
  LOAD_BEARING,
  RECOVERED,
  REMOVALS,
  UNHEEDED,
  VESTIGIAL,
} from '@vestige/analysis';
import { cite, joined, names, type Prose, prose } from './prose.ts';

/** Estimators with a source. */
const SOURCED: readonly (readonly [is: (key: EstimatorKey) => boolean, words: Prose])[] = [
  [
    (key) => key.quantity === 'early' && key.part === 'aoc',
    prose`the area over the curve of early answering${cite('lanham2023')}`,
  ],
  [
    (key) => key.quantity === 'early' && key.part === 'cir',
    prose`the causal importance of reasoning over the cuts${cite('yu2026')}`,
  ],
  [
    (key) => key.quantity === 'importance' && 'intervention' in key && key.intervention === 'resample',
    prose`the importance of phrases by resampling${cite('bogdan2025')}`,
  ],
  [
    (key) => key.quantity === 'importance' && 'part' in key,
    prose`their counterfactual importance${cite('bogdan2025')}`,
  ],
  [(key) => key.quantity === 'necessity', prose`necessity effects${cite('zhao2025')}`],
  [
    (key) => key.quantity === 'mediation',
    prose`total, natural direct and natural indirect effects of what a flip changes through the chain of thought${cite('pearl2001')}`,
  ],
];

/** How estimates and verdicts are made. */
export function verdictText(analysis: Analysis): Prose {
  const all = Object.values(analysis.conditions).map(({ estimates }) => estimates);
  const estimators = all.flatMap((estimates) => estimates.keys());
  const removals = REMOVALS.filter((intervention) =>
    all.some((estimates) => estimates.get({ quantity: 'reliance', intervention })),
  );
  const sourced = SOURCED.flatMap(([is, words]) => (estimators.some(is) ? [words] : []));
  return [
    ...prose`The verdict on a condition rests on reliance, the share of the accuracy above chance, by the most probable answer, that taking the chain of thought away costs, under the removal that costs least of ${names(removals)}: `,
    ...prose`load-bearing if its interval begins at ${LOAD_BEARING} or above, partly used if it lies between ${VESTIGIAL} and ${LOAD_BEARING}, and if it ends at ${VESTIGIAL} or below vestigial, or filler-token${cite('pfau2024')} if filler words keep the accuracy but the removals that leave no tokens cost more than ${VESTIGIAL} of it, and updates on empty chains of thought do not bring ${RECOVERED} of that loss back. `,
    ...prose`It is harmful if the same removal gains clearly more than ${HARMFUL} of what lies between chance and 1. `,
    ...followsText(estimators),
    ...prose`It is not trained if half of the runs or more never left chance, or if the accuracy does not clear chance by ${CLEAR} of what lies between chance and 1, and undecided otherwise. `,
    ...(sourced.length > 0 ? prose`Also estimated are ${joined(sourced)}. ` : []),
  ];
}

/** How it is judged what the answers follow, where that was tried. */
function followsText(estimators: readonly EstimatorKey[]): Prose {
  const measured = (name: string) => estimators.some((key) => estimatorName(key) === name);
  if (!measured('dependence.swap')) return [];
  const content = measured('dependence.content')
    ? prose`, less the share that changes with that of a prompt answered alike`
    : [];
  return prose`Apart from accuracy, answers follow the reasoning if at least ${HEEDED} of them change with the chain of thought of another prompt that was answered otherwise${content}, and the question if at most ${UNHEEDED} do. `;
}

/** What a condition's figures rest on, by topic. */
export function restClauses(condition: ConditionAnalysis, { confidence, resamples }: Analysis) {
  const { seeds, prompts, training, leftOut } = condition;
  const steps = Object.values(training).map((run) => run.steps);
  const level = `${+(confidence * 100).toFixed(2)}%`;
  return {
    seeds: prose`figures rest on ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`} and ${prompts} prompts${seeds.length === 1 ? '' : ' a seed'}`,
    updates:
      steps.length > 0
        ? prose`runs received ${Math.min(...steps) === Math.max(...steps) ? steps[0]! : `${Math.min(...steps)} to ${Math.max(...steps)}`} updates${leftOut.length > 0 ? `; ${leftOut.length === 1 ? 'seed' : 'seeds'} ${leftOut.join(', ')} never left chance and ${leftOut.length === 1 ? 'is' : 'are'} left out` : ''}`
        : undefined,
    intervals:
      seeds.length > 1
        ? prose`intervals cover ${level} by Student's t on the jackknife over seeds${cite('tukey1958')}, and are never narrower than a quarter of those of a bootstrap over prompts${cite('efron1979')} with ${resamples} resamples`
        : prose`intervals are ${level} percentile intervals of a bootstrap over prompts${cite('efron1979')} with ${resamples} resamples, which say nothing about other seeds`,
  } satisfies Record<string, Prose | undefined>;
}

/** How differences are tested. */
export function testsText({ conditions, contrasts }: Analysis): Prose {
  const tested = Object.values(conditions).some(({ comparisons }) => comparisons.size > 0);
  if (!tested) return [];
  return [
    ...prose`Accuracies under the interventions are compared with that after the policy's own chain of thought, paired by prompt, two-sided, with p-values corrected by Holm's method${cite('holm1979')} within each condition, those of the removals among themselves and all others among themselves. `,
    ...(contrasts.length > 0
      ? prose`Differences between conditions, paired by seed where they come from the same base, have p-values corrected by the same method over the estimators of a pair. `
      : []),
  ];
}
