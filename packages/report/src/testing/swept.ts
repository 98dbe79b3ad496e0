import { type Analysis, analyze, ByEstimator, type Estimate, type FeatureHistory } from '@vestige/analysis';
import { plantedRun, plantedUnits } from '@vestige/analysis/testing';
import type { ReportInput } from '../reportInput.ts';

interface PlantedSweep {
  readonly of: string;
  readonly field: string;
  readonly values: readonly unknown[];
  readonly trained: boolean;
}

/** Three sweeps of trained policies and one of pretrained ones: on a linear axis, by order of magnitude, by name. */
const SWEEPS: readonly PlantedSweep[] = [
  { of: 'start', field: 'environment.rho', values: [-0.8, -0.4, 0, 0.4, 0.8], trained: false },
  { of: 'mixed', field: 'environment.rho', values: [-0.8, -0.4, 0, 0.4, 0.8], trained: true },
  { of: 'monitored', field: 'rewards.monitor.penalty', values: [1, 0, 0.01, 0.1, 0.001], trained: true },
  { of: 'arranged', field: 'rule', values: ['after', 'before', { mixed: true }], trained: true },
];
const SEEDS = [0, 1];

/**
 * A report on 20 conditions, 18 of them swept: planted policies that read their reasoning the less the later they
 * stand in their sweep. What planted runs do not measure (histories, mediation, readaptation) is made up.
 */
export function sweptFixture(): ReportInput {
  const swept = SWEEPS.flatMap(({ of, field, values, trained }) =>
    values.map((value, i) => ({
      condition: `${of}${i + 1}`,
      trained,
      glances: i / (values.length - 1),
      swept: { of, field, value },
    })),
  );
  const plain = [
    { condition: 'base', trained: false, glances: 0, swept: undefined },
    { condition: 'fair', trained: true, glances: 0.02, swept: undefined },
  ];
  const all = [...plain, ...swept];
  const runsOf = ({ condition, trained, glances }: (typeof all)[number]) =>
    SEEDS.map((seed) => {
      const policy = { reads: 1 - glances, glances, skill: 0.98, mention: 0.5 * glances };
      const training = { before: policy, steps: 40, jump: 10, checkpoints: [0, 20], checkpointPrompts: 40 };
      return plantedRun({ condition, seed, prompts: 60, policy, ...(trained && { training }) });
    });
  const analysis = analyze({
    experiment: 'swept',
    conditions: all.map((one) => ({ name: one.condition, rule: 'factors', runs: runsOf(one) })),
    environment: { chance: 0.5, units: plantedUnits },
    options: { resamples: 100, confidence: 0.95 },
    backend: 'wasm',
    kernels: '3f1c9a0d',
  });
  return {
    analysis: withMeasures(
      analysis,
      all.filter(({ trained }) => trained).map(({ condition }) => condition),
    ),
    experiment: {
      name: 'swept',
      title: 'Twenty conditions',
      claim: 'A report stays readable.',
      conditions: Object.fromEntries(
        all.map(({ condition, swept: from }) => [
          condition,
          { description: `About ${condition}.`, rule: 'factors', swept: from },
        ]),
      ),
      project: 'swept',
      settings: { seeds: SEEDS },
    },
    generator: { version: '0.1.0' },
  };
}

/** The analysis with mediation and readaptation of every condition, and histories of the trained ones. */
function withMeasures(analysis: Analysis, trained: readonly string[]): Analysis {
  const estimates = {
    ...spread('mediation', { total: 0.9, direct: 0.2, indirect: 0.7 }),
    ...spread('accuracy', {
      readapt1: 0.55,
      readapt10: 0.8,
      readaptThinking1: 0.97,
      readaptThinking10: 0.96,
    }),
  };
  return {
    ...analysis,
    conditions: Object.fromEntries(
      Object.entries(analysis.conditions).map(([name, condition]) => [
        name,
        {
          ...condition,
          estimates: ByEstimator.from({ ...condition.estimates.toJSON(), ...estimates }),
          histories: trained.includes(name) ? SEEDS.flatMap(plantedHistories) : [],
        },
      ]),
    ),
  };
}

function spread(group: string, means: Readonly<Record<string, number>>): Record<string, Estimate> {
  return Object.fromEntries(
    Object.entries(means).map(([name, mean]) => [
      `${group}.${name}`,
      {
        mean,
        low: mean - 0.05,
        high: mean + 0.03,
        prompts: 200,
        seeds: 2,
        bySeed: { 0: mean - 0.02, 1: mean + 0.02 },
      },
    ]),
  );
}

/** A phrase useful until update 20 and kept, one that goes, the length, and words that moved by 0.1 to 0.3. */
function plantedHistories(seed: number): FeatureHistory[] {
  const step = [10, 20, 30, 40];
  const line = (from: number, to: number) => step.map((_, i) => from + ((to - from) * i) / 3);
  const none = { born: 10, useful: null, obsolete: null, kept: true } as const;
  const plain = { seed, step, reinforcement: line(0, 0.5 + 0.1 * seed), effect: [] };
  return [
    {
      ...plain,
      feature: 'phrase:judgement',
      frequency: line(0.1, 0.9),
      effect: [
        { step: 0, value: 0.8 },
        { step: 20, value: 0.5 - 0.1 * seed },
        { step: 40, value: 0.02 },
      ],
      milestones: { born: 20 + 10 * seed, useful: [0, 20], obsolete: 40, kept: true },
    },
    {
      ...plain,
      feature: 'phrase:filler',
      frequency: line(0.4, 0.02),
      reinforcement: line(0, -0.2),
      milestones: { ...none, kept: false },
    },
    {
      ...plain,
      feature: 'phrase:other',
      frequency: line(0.01, 0.02),
      milestones: { ...none, born: null, kept: false },
    },
    { ...plain, feature: 'length', frequency: line(17.1, 12), milestones: none },
    ...[0.1, 0.2, 0.3].map((change) => ({
      ...plain,
      feature: `word:w${10 * change}`,
      frequency: line(0.5, 0.5 + change),
      milestones: none,
    })),
  ];
}
