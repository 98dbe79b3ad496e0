import type { Treatment } from '../keys/interventions.ts';
import type { Key } from '../keys/key.ts';
import type { placesOf, Quantity } from './quantity.ts';

/** A function of the quantities of a policy, or of several policies' averages, that has the key K. */
export interface EstimatorOf<K> {
  readonly key: K;
  /** @param quantities values in the order of the keys given to `estimatorsOf` */
  value(quantities: Float64Array): number;
  /** What it is the least of, if it is a minimum: its interval must allow for the choice. */
  readonly leastOf?: readonly EstimatorOf<K>[];
  /** Indices of the quantities that it is a function of; none if it rests on training and not on prompts. */
  readonly on: readonly number[];
  /** If it is a ratio: what must be clear of 0 for it to mean anything. */
  readonly over?: Denominator;
  /** Values it can take, if they are bounded; its interval ends there. */
  readonly range?: readonly [least: number, most: number];
}

/** What a ratio is a share of. */
export interface Denominator extends Pick<EstimatorOf<Key>, 'value'> {
  /** In words, as the subject of a sentence. */
  readonly words: string;
  /** Least lower end of its interval. */
  readonly clear: number;
  /** Least value. */
  readonly least?: number;
  /** Values that the ratio can take, from the lower end of the interval of its denominator, if they are bounded. */
  range?(low: number): readonly [least: number, most: number];
}

/** What is known of the estimators of one quantity beside their values. */
export interface About {
  /** Of their group in tables. */
  readonly title: string;
  /** What their figures are, a clause. */
  readonly meaning: string;
  /** Whether there is one of each treatment, such as `accuracy.cut0`. */
  readonly ofTreatments?: true;
  /** Those that are not of a treatment, such as `early.aoc`, in a few words. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** What estimators are made from. */
export interface Given {
  readonly quantities: readonly Key[];
  readonly places: ReturnType<typeof placesOf>;
  /** Accuracy of guessing. */
  readonly chance: number;
}

/** What is to be read off the rows of each prompt, of the treatments that there are. */
export type QuantitiesOf = (treatments: readonly Treatment[]) => Quantity[];

/** The estimators that the quantities allow, in the order to show them in. */
export type EstimatorsOf = (given: Given) => EstimatorOf<Key>[];

/**
 * The estimators of one quantity: what a file of this folder exports, and a line of `index.ts` names. The name of a key
 * begins with that under which it stands there.
 */
export interface EstimatorKind {
  readonly about: About;
  /** Absent where it is measured otherwise, or from what others read. */
  readonly quantitiesOf?: QuantitiesOf;
  readonly estimatorsOf?: EstimatorsOf;
}

export const SHARE = [0, 1] as const;
export const SIGNED = [-1, 1] as const;

/** The quantities of a name, each an estimator by itself. */
export function plain(quantity: string, range: readonly [least: number, most: number]): EstimatorsOf {
  return ({ quantities }) =>
    quantities.flatMap((key, at) =>
      key.quantity === quantity ? [{ key, on: [at], value: (q: Float64Array) => q[at]!, range }] : [],
    );
}
