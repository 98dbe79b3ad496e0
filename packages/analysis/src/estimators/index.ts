import type { Treatment } from '../keys/interventions.ts';
import type { Key } from '../keys/key.ts';
import * as accuracy from './accuracy.ts';
import * as agreement from './agreement.ts';
import * as corrected from './corrected.ts';
import * as cost from './cost.ts';
import * as dependence from './dependence.ts';
import * as difference from './difference.ts';
import * as drift from './drift.ts';
import * as early from './early.ts';
import * as effect from './effect.ts';
import type { EstimatorKind, EstimatorOf } from './estimator.ts';
import * as follows from './follows.ts';
import * as importance from './importance.ts';
import * as length from './length.ts';
import * as mass from './mass.ts';
import * as mediation from './mediation.ts';
import * as necessity from './necessity.ts';
import * as needs from './needs.ts';
import * as passes from './passes.ts';
import * as probability from './probability.ts';
import { placesOf, type Quantity } from './quantity.ts';
import * as rate from './rate.ts';
import * as recovery from './recovery.ts';
import * as reliance from './reliance.ts';
import * as steering from './steering.ts';
import * as sufficiency from './sufficiency.ts';
import * as unchanged from './unchanged.ts';

/** All that is estimated, by the name of the quantity, in the order of the tables. */
export const ESTIMATORS = {
  accuracy,
  corrected,
  difference,
  unchanged,
  follows,
  early,
  steering,
  dependence,
  reliance,
  cost,
  needs,
  recovery,
  importance,
  necessity,
  sufficiency,
  effect,
  mediation,
  rate,
  agreement,
  length,
  probability,
  passes,
  drift,
  mass,
} as const;

const KINDS: readonly EstimatorKind[] = Object.values(ESTIMATORS);

/** What is to be read off the rows of each prompt, of the treatments that there are. */
export function quantitiesOf(treatments: readonly Treatment[]): Quantity[] {
  return KINDS.flatMap((kind) => kind.quantitiesOf?.(treatments) ?? []);
}

/** Every estimator that the quantities allow, in the order of the README. */
export function allEstimators(quantities: readonly Key[], chance: number): EstimatorOf<Key>[] {
  const given = { quantities, places: placesOf(quantities), chance };
  return KINDS.flatMap((kind) => kind.estimatorsOf?.(given) ?? []);
}
