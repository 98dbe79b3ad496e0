import type { About } from './estimator.ts';

/** Measured in training, by `course/drift.ts`. */
export const about = {
  title: 'Drift of words',
  meaning: 'log-odds of being written, nats: in training, or an update at first; and what should explain it',
} as const satisfies About;

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

/** Each in a few words. */
export const DRIFT_FIGURES: Readonly<Record<DriftFigure, string>> = {
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
