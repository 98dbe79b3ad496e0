import { isRemoval, parseTreatment, type Removal, type Treatment, treatmentName } from './interventions.ts';

/** Quantities that every treatment may have. */
const OF_TREATMENTS = [
  'accuracy',
  'corrected',
  'difference',
  'unchanged',
  'follows',
  'recovers',
  'importance',
  'necessity',
  'effect',
  'probability',
  'passes',
  'mass',
] as const;

/** Quantities that are not of one treatment, and what there is of each. */
const PARTS = {
  early: ['aoc', 'cir'],
  reliance: ['minimum', 'room'],
  mediation: ['total', 'direct', 'indirect', 'share'],
  rate: ['mention', 'truthful', 'invented', 'wellformed', 'concludes'],
  agreement: ['conclusion'],
  length: ['cot', 'judgements'],
} as const;

/** Changes of the log-odds of a word, each told as a total and as an initial slope. */
export const DRIFT_CHANGES = ['measured', 'predicted', 'alongStep', 'selection'] as const;
/** What the advantage shares with a word, told of the first updates. */
export const DRIFT_COVARIANCES = ['covariance', 'covarianceWithin'] as const;
/** What is put against what over the points of a sweep. */
export const DRIFT_RELATIONS = [
  'covariance',
  'covarianceWithin',
  'predicted',
  'alongStep',
  'change',
] as const;

type DriftChange = (typeof DRIFT_CHANGES)[number];
export type DriftRelation = (typeof DRIFT_RELATIONS)[number];

/** A figure of the drift of a word. */
export type DriftFigure =
  | `initial.${DriftChange | (typeof DRIFT_COVARIANCES)[number]}`
  | `total.${DriftChange}`
  | 'change'
  | 'within.largest'
  | `${DriftRelation}.${'r' | 'slope'}`;

const DRIFT_FIGURES: readonly DriftFigure[] = [
  ...[...DRIFT_CHANGES, ...DRIFT_COVARIANCES].map((name) => `initial.${name}` as const),
  ...DRIFT_CHANGES.map((name) => `total.${name}` as const),
  'change',
  'within.largest',
  ...DRIFT_RELATIONS.flatMap((name) => [`${name}.r`, `${name}.slope`] as const),
];

type Parts = typeof PARTS;

/**
 * What an estimator is of; see the README. It has a name, such as `accuracy.cut0`, where JSON and tables hold it, and
 * nowhere else: there {@link estimatorName} makes it, and {@link parseEstimator} reads it.
 */
export type EstimatorKey =
  | ({ readonly quantity: (typeof OF_TREATMENTS)[number] } & Treatment)
  | { readonly quantity: 'reliance'; readonly intervention: Removal }
  | { readonly quantity: 'reliance'; readonly intervention: 'drop'; readonly unit: string }
  | { readonly quantity: 'steering' | 'sufficiency'; readonly intervention: 'swap' }
  | { [Q in keyof Parts]: { readonly quantity: Q; readonly part: Parts[Q][number] } }[keyof Parts]
  | { readonly quantity: 'importance'; readonly part: 'counterfactual'; readonly unit: string }
  | { readonly quantity: 'needs'; readonly unit: string }
  | {
      readonly quantity: 'drift';
      readonly word: string;
      readonly figure: DriftFigure;
      /** Kind of prompts that a `change` is on; absent for all. */
      readonly stratum?: string;
    };

/** What is measured, of whatever treatment: a closed list. */
export type QuantityName = EstimatorKey['quantity'];

/** What there is of a quantity that is not of one treatment. */
export type PartOf<Q extends keyof Parts> = Parts[Q][number];

/** Name of an estimator, on the edge of JSON and Arrow. */
export function estimatorName(key: EstimatorKey): string {
  if (key.quantity === 'drift') {
    const { word, figure, stratum } = key;
    return `drift.${word}.${stratum === undefined ? figure : `within.${stratum}.${figure}`}`;
  }
  if ('intervention' in key) return `${key.quantity}.${treatmentName(key)}`;
  const parts = [key.quantity, 'part' in key ? key.part : [], 'unit' in key ? key.unit : []];
  return parts.flat().join('.');
}

/** The estimator of a name; undefined if it is of none. */
export function parseEstimator(name: string): EstimatorKey | undefined {
  const dot = name.indexOf('.');
  if (dot < 0) return undefined;
  const [quantity, rest] = [name.slice(0, dot), name.slice(dot + 1)];
  if (quantity === 'drift') return parseDrift(rest);
  if (quantity === 'needs') return { quantity, unit: rest };
  if (hasParts(quantity) && (PARTS[quantity] as readonly string[]).includes(rest)) {
    return { quantity, part: rest } as EstimatorKey;
  }
  const treatment = parseTreatment(rest);
  const { intervention, unit } = treatment;
  if (quantity === 'reliance') {
    if (unit === undefined) return isRemoval(intervention) ? { quantity, intervention } : undefined;
    return intervention === 'drop' ? { quantity, intervention, unit } : undefined;
  }
  if (quantity === 'steering' || quantity === 'sufficiency') {
    return intervention === 'swap' && unit === undefined ? { quantity, intervention } : undefined;
  }
  if (quantity === 'importance' && rest.startsWith('counterfactual.')) {
    return { quantity, part: 'counterfactual', unit: unit! };
  }
  return isOfTreatments(quantity) ? { quantity, ...treatment } : undefined;
}

/** Words may hold dots, and strata too: the figure is what ends the name. */
const DRIFT = new RegExp(
  `^(?<word>.+?)\\.(?:within\\.(?<stratum>.+)\\.change|(?<figure>${DRIFT_FIGURES.join('|').replaceAll('.', '\\.')}))$`,
  's',
);

function parseDrift(rest: string): EstimatorKey | undefined {
  const { word, stratum, figure } = DRIFT.exec(rest)?.groups ?? {};
  if (word === undefined) return undefined;
  if (stratum !== undefined) return { quantity: 'drift', word, figure: 'change', stratum };
  return { quantity: 'drift', word, figure: figure as DriftFigure };
}

function hasParts(quantity: string): quantity is keyof Parts {
  return Object.hasOwn(PARTS, quantity);
}

function isOfTreatments(quantity: string): quantity is (typeof OF_TREATMENTS)[number] {
  return (OF_TREATMENTS as readonly string[]).includes(quantity);
}
