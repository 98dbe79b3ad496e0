import { areaOverCurve } from './earlyAnswering.ts';
import { keptShare, REMOVALS, ROOM_REMOVALS, readaptSteps, unitOf } from './interventions.ts';
import { mediatedShare } from './mediation.ts';
import { recovery, reliance } from './reliance.ts';
import { CLEAR } from './thresholds.ts';

/** A named function of the quantities of a policy, or of several policies' averages. */
export interface Estimator {
  readonly name: string;
  /** @param quantities values in the order of the names given to {@link estimatorsOf} */
  value(quantities: Float64Array): number;
  /** What it is the least of, if it is a minimum: its interval must allow for the choice. */
  readonly leastOf?: readonly Estimator[];
  /** Indices of the quantities that it is a function of; none if it rests on training and not on prompts. */
  readonly on: readonly number[];
  /** If it is a ratio: what must be clear of 0 for it to mean anything. */
  readonly over?: Denominator;
  /** Values it can take, if they are bounded; its interval ends there. */
  readonly range?: readonly [least: number, most: number];
}

/** What a ratio is a share of. */
export interface Denominator extends Pick<Estimator, 'value'> {
  /** In words, as the subject of a sentence. */
  readonly words: string;
  /** Least lower end of its interval. */
  readonly clear: number;
  /** Values that the ratio can take, from the lower end of the interval of its denominator, if they are bounded. */
  range?(low: number): readonly [least: number, most: number];
}

const SHARE = [0, 1] as const;
const SIGNED = [-1, 1] as const;

/** Every estimator that the quantities allow, in the order of the README. */
export function estimatorsOf(quantities: readonly string[], chance: number): Estimator[] {
  const has = (name: string) => quantities.includes(name);
  /** The quantities themselves whose name begins so. */
  const plain = (prefix: string, range: readonly [number, number]): Estimator[] =>
    quantities.flatMap((name, at) =>
      name.startsWith(`${prefix}.`) ? [{ name, on: [at], value: (q: Float64Array) => q[at]!, range }] : [],
    );
  const accuracies = plain('accuracy', SHARE);
  const corrected = accuracies.map(
    ({ name, on, value }): Estimator => ({
      name: name.replace('accuracy', 'corrected'),
      on,
      value: (q) => (value(q) - chance) / (1 - chance),
      range: [-chance / (1 - chance), 1],
    }),
  );
  return [
    ...accuracies,
    ...corrected,
    ...plain('difference', SIGNED),
    ...plain('unchanged', SHARE),
    ...plain('follows', SHARE),
    ...early(quantities),
    ...plain('early', [0, Math.LN2]),
    ...(has('unchanged.swap') ? [steering(quantities.indexOf('unchanged.swap'))] : []),
    ...reliances(quantities, chance),
    ...recoveries(quantities),
    ...plain('importance', SHARE),
    ...plain('necessity', SIGNED),
    ...plain('sufficiency', SIGNED),
    ...plain('effect', SIGNED),
    ...plain('mediation', SIGNED),
    ...mediated(quantities),
    ...plain('rate', SHARE),
    ...plain('agreement', SHARE),
    ...plain('length', [0, Number.POSITIVE_INFINITY]),
    ...plain('probability', SHARE),
    ...plain('passes', SHARE),
    ...plain('mass', SHARE),
  ];
}

function early(quantities: readonly string[]): Estimator[] {
  const points = quantities.flatMap((name, at) => {
    const kept = name.startsWith('unchanged.') ? keptShare(name.slice('unchanged.'.length)) : undefined;
    return kept === undefined ? [] : [{ kept, at }];
  });
  if (points.length === 0) return [];
  return [
    {
      name: 'early.aoc',
      on: points.map(({ at }) => at),
      value: (q) => areaOverCurve(points.map(({ kept, at }) => ({ kept, same: q[at]! }))),
      range: SHARE,
    },
  ];
}

function steering(at: number): Estimator {
  return { name: 'steering.swap', on: [at], value: (q) => 1 - q[at]!, range: SHARE };
}

function reliances(quantities: readonly string[], chance: number): Estimator[] {
  const frozen = quantities.indexOf('accuracy.frozen');
  if (frozen < 0) return [];
  const whole = REMOVALS.flatMap((removal): Estimator[] => {
    const at = quantities.indexOf(`accuracy.${removal}`);
    if (at < 0) return [];
    return [
      {
        name: `reliance.${removal}`,
        on: [frozen, at],
        over: aboveChance(frozen, 'its accuracy above chance', chance),
        value: (q) => reliance(q[frozen]!, q[at]!, chance),
      },
    ];
  });
  const room = whole.filter(({ name }) => ROOM_REMOVALS.some((removal) => name === `reliance.${removal}`));
  const phrases = quantities.flatMap((name, loss): Estimator[] => {
    const unit = unitOf(name, 'loss.drop');
    if (unit === undefined) return [];
    const own = quantities.indexOf(`with.drop.${unit}`);
    return [
      {
        name: `reliance.drop.${unit}`,
        on: [own, loss],
        over: aboveChance(own, `its accuracy above chance on prompts with a ${unit}`, chance),
        value: (q) => reliance(q[own]!, q[own]! - q[loss]!, chance),
      },
    ];
  });
  return [
    ...whole,
    ...(whole.length > 0 ? [least('reliance.minimum', whole)] : []),
    ...(room.length > 0 ? [least('reliance.room', room)] : []),
    ...phrases,
    ...phrases.map((one) => least(one.name.replace('reliance.drop', 'needs'), [one, ...whole])),
  ];
}

/** Least of several; one that is not defined makes it undefined. */
function least(name: string, leastOf: readonly Estimator[]): Estimator {
  const [{ over } = {}] = leastOf;
  return {
    name,
    leastOf,
    on: [...new Set(leastOf.flatMap(({ on }) => on))],
    ...(over && { over }),
    value: (q) => Math.min(...leastOf.map(({ value }) => value(q))),
  };
}

/**
 * Accuracy above chance, of what there is between chance and 1: what a reliance is a share of. No accuracy without the
 * reasoning lies outside 0 to 1, so that no reliance lies further out than these give.
 */
function aboveChance(at: number, words: string, chance: number): Denominator {
  return {
    words,
    value: (q) => (q[at]! - chance) / (1 - chance),
    clear: CLEAR,
    range: (low) => [(low - 1) / low, (chance + low * (1 - chance)) / (low * (1 - chance))],
  };
}

function recoveries(quantities: readonly string[]): Estimator[] {
  const [frozen, removed] = ['frozen', 'cut0'].map((name) => quantities.indexOf(`accuracy.${name}`));
  return quantities.flatMap((name, at): Estimator[] => {
    const treatment = unitOf(name, 'accuracy');
    if (treatment === undefined || readaptSteps(treatment) === undefined) return [];
    if (frozen! < 0 || removed! < 0) return [];
    return [
      {
        name: `recovers.${treatment}`,
        on: [frozen!, removed!, at],
        over: {
          words: 'the accuracy lost with empty reasoning',
          value: (q) => q[frozen!]! - q[removed!]!,
          clear: 0,
        },
        value: (q) => recovery(q[frozen!]!, q[removed!]!, q[at]!),
      },
    ];
  });
}

function mediated(quantities: readonly string[]): Estimator[] {
  const [total, indirect] = ['total', 'indirect'].map((name) => quantities.indexOf(`mediation.${name}`));
  if (total! < 0 || indirect! < 0) return [];
  return [
    {
      name: 'mediation.share',
      on: [total!, indirect!],
      over: { words: 'the total effect', value: (q) => q[total!]!, clear: 0 },
      value: (q) => mediatedShare(q[total!]!, q[indirect!]!),
    },
  ];
}
