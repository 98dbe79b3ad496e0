import { isCompared } from '../estimators/dependence.ts';
import { DRIFT_FIGURES, type DriftFigure } from '../estimators/drift.ts';
import type { About } from '../estimators/estimator.ts';
import { ESTIMATORS } from '../estimators/index.ts';
import { parseTreatment, type Treatment, takesAway } from './interventions.ts';
import { type Key, keyName } from './key.ts';

/** What is measured: a closed list. */
export type QuantityName = keyof typeof ESTIMATORS;

type AboutOf<Q extends QuantityName> = (typeof ESTIMATORS)[Q]['about'];

/** Quantities that every treatment may have. */
type OfTreatments = {
  [Q in QuantityName]: AboutOf<Q> extends { readonly ofTreatments: true } ? Q : never;
}[QuantityName];

/** Keys of what is not of one treatment. */
type OfParts = {
  [Q in QuantityName]: AboutOf<Q> extends { readonly parts: infer P }
    ? { readonly quantity: Q; readonly part: keyof P & string }
    : never;
}[QuantityName];

/**
 * What an estimator is of; see the README. It has a name, such as `accuracy.cut0`, where JSON and tables hold it, and
 * nowhere else: there {@link estimatorName} makes it, and {@link parseEstimator} reads it.
 */
export type EstimatorKey =
  | ({ readonly quantity: OfTreatments } & Treatment)
  | OfParts
  | ({ readonly quantity: 'reliance' | 'dependence' } & Treatment)
  | { readonly quantity: 'steering' | 'sufficiency'; readonly intervention: 'swap' }
  | { readonly quantity: 'importance'; readonly part: 'counterfactual'; readonly unit: string }
  | { readonly quantity: 'needs'; readonly unit: string }
  | {
      readonly quantity: 'drift';
      readonly word: string;
      readonly figure: DriftFigure;
      /** Kind of prompts that a `change` is on; absent for all. */
      readonly stratum?: string;
    };

/** Name of an estimator, on the edge of JSON and Arrow. */
export function estimatorName(key: EstimatorKey): string {
  if (key.quantity !== 'drift') return keyName(key satisfies Key);
  const { word, figure, stratum } = key;
  return `drift.${word}.${stratum === undefined ? figure : `within.${stratum}.${figure}`}`;
}

/** The estimator of a name; undefined if it is of none. */
export function parseEstimator(name: string): EstimatorKey | undefined {
  const dot = name.indexOf('.');
  if (dot < 0) return undefined;
  const [quantity, rest] = [name.slice(0, dot), name.slice(dot + 1)];
  if (!isQuantity(quantity)) return undefined;
  if (quantity === 'drift') return parseDrift(rest);
  if (quantity === 'needs') return { quantity, unit: rest };
  const { parts = {}, ofTreatments }: About = ESTIMATORS[quantity].about;
  if (Object.hasOwn(parts, rest)) return { quantity, part: rest } as EstimatorKey;
  const treatment = parseTreatment(rest);
  const { intervention, unit } = treatment;
  if (quantity === 'reliance') return takesAway(treatment) ? { quantity, ...treatment } : undefined;
  if (quantity === 'dependence') return isCompared(treatment) ? { quantity, ...treatment } : undefined;
  if (quantity === 'steering' || quantity === 'sufficiency') {
    return intervention === 'swap' && unit === undefined ? { quantity, intervention } : undefined;
  }
  if (quantity === 'importance' && rest.startsWith('counterfactual.')) {
    return { quantity, part: 'counterfactual', unit: unit! };
  }
  return ofTreatments ? ({ quantity, ...treatment } as EstimatorKey) : undefined;
}

/** Words may hold dots, and strata too: the figure is what ends the name. */
const DRIFT = new RegExp(
  `^(?<word>.+?)\\.(?:within\\.(?<stratum>.+)\\.change|(?<figure>${Object.keys(DRIFT_FIGURES).join('|').replaceAll('.', '\\.')}))$`,
  's',
);

function parseDrift(rest: string): EstimatorKey | undefined {
  const { word, stratum, figure } = DRIFT.exec(rest)?.groups ?? {};
  if (word === undefined) return undefined;
  if (stratum !== undefined) return { quantity: 'drift', word, figure: 'change', stratum };
  return { quantity: 'drift', word, figure: figure as DriftFigure };
}

function isQuantity(name: string): name is QuantityName {
  return Object.hasOwn(ESTIMATORS, name);
}
