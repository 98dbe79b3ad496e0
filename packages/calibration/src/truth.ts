import { ByEstimator, type EstimatorKey, REMOVALS, type Removal, type Treatment } from '@vestige/analysis';
import type { SimulationOptions } from './options.ts';
import {
  ANSWER_PROBABILITY,
  LOAN_CHANCE,
  PHRASE_TYPES,
  type PhraseType,
  type PlantedPolicy,
  SLIPS,
} from './policies.ts';
import { binomial, type Rooms, roomsOf, type Shown } from './room.ts';
import { expectationOverSeeds, meanUses, type SeedTraits } from './seed.ts';

/** What is left of a chain of thought: whether all judgements and the conclusion are, and how it looks without. */
interface Remains {
  readonly judged: boolean;
  readonly concluded: boolean;
  /** Of the running states, one after each judgement; all, one of five missing, or none. */
  readonly states: 'all' | 'all but one' | 'none';
  readonly looks?: 'empty' | 'filler';
}

const WHOLE: Remains = { judged: true, concluded: true, states: 'all' };
const NOTHING = { judged: false, concluded: false, states: 'none' } as const;
const REMOVED: Readonly<Record<Removal, Remains>> = {
  // An answer at once has no chain of thought that could confuse.
  now: NOTHING,
  cut0: { ...NOTHING, looks: 'empty' },
  filler: { ...NOTHING, looks: 'filler' },
};
const DROPPED: Readonly<Record<PhraseType, Remains>> = {
  factor: { judged: false, concluded: true, states: 'all but one' },
  conclusion: { ...WHOLE, concluded: false },
  filler: WHOLE,
};
const ALL_DROPPED: Readonly<Record<PhraseType, Remains>> = {
  ...DROPPED,
  factor: { ...DROPPED.factor, states: 'none' },
};

/**
 * Chance that the last running state that is left is the right one, where one judgement of five is missing: the last one
 * is in one of five cases, and then the state before it is right in half of them, as a factor is bad in half.
 */
const LAST_STATE_RIGHT = 1 - 0.2 * 0.5;

/**
 * True values of the estimators of a planted policy over all prompts and seeds there could be, computed from its
 * construction. Shares are exact up to what finite prompts and seeds make of the draw of another's chain of
 * thought in `swap`; under spread they are expectations over seeds by quadrature. A ratio is one of expectations,
 * as its estimator is a ratio of means over seeds.
 *
 * Write e for the share of slips, u for that of prompts on which the chain of thought is heeded. With the right
 * reading or off the prompt it is right in 1 - e of the contexts, guessing in half of them; slips and guesses of
 * two contexts are independent. A swapped chain of thought is that of a prompt answered otherwise, so it concludes
 * against the subject's own answer in 1 - e of the cases, and so do its running states. Where room is needed, the share of contexts that have it is
 * enumerated (`room.ts`). All shares are linear in u, so that of seeds that disagree is that of their mean u.
 *
 * @param options seeds of an experiment: where a pattern of seeds is planted, they are all there are; and its interventions,
 *   since what is needed rests on how phrases are dropped
 */
export function truthOf(
  policy: PlantedPolicy,
  spread: number,
  options: Pick<SimulationOptions, 'seeds' | 'interventions'>,
): ByEstimator<number> {
  const { seeds, interventions } = options;
  const mean = { uses: meanUses(policy, seeds), slips: SLIPS };
  const rooms = roomsOf(policy);
  const keys = sharesOf(policy, mean, rooms).map(([key]) => key);
  const expected = expectationOverSeeds(mean, spread, (traits) =>
    sharesOf(policy, traits, rooms).map(([, share]) => share),
  );
  const shares = new ByEstimator(keys.map((key, i) => [key, expected[i]!]));
  const accuracy = (treatment: Treatment) => shares.get({ quantity: 'accuracy', ...treatment })!;
  const frozen = accuracy({ intervention: 'frozen' });
  const reliance = (treatment: Treatment) => (frozen - accuracy(treatment)) / (frozen - LOAN_CHANCE);
  const relies = REMOVALS.map((intervention) => ({ intervention, value: reliance({ intervention }) }));
  const minimum = Math.min(...relies.map(({ value }) => value));
  const room = Math.min(
    ...relies.flatMap(({ intervention, value }) => (leavesRoom(intervention) ? [] : [value])),
  );
  const dropped = (intervention: 'drop' | 'dropKind') =>
    PHRASE_TYPES.filter((type) => policy.phrases[type] !== undefined).map((unit) => ({
      intervention,
      unit,
      value: reliance({ intervention, unit }),
    }));
  const derived: [EstimatorKey, number][] = [
    ...(['own', ...REMOVALS, 'swap', 'swapSame', 'repeat'] as const).map(
      (intervention): [EstimatorKey, number] => [
        { quantity: 'difference', intervention },
        accuracy({ intervention }) - frozen,
      ],
    ),
    ...(policy.massIfEmpty === undefined
      ? []
      : [[{ quantity: 'mass', intervention: 'cut0' }, policy.massIfEmpty] as [EstimatorKey, number]]),
    [
      { quantity: 'steering', intervention: 'swap' },
      1 - shares.get({ quantity: 'unchanged', intervention: 'swap' })!,
    ],
    ...relies.map(({ intervention, value }): [EstimatorKey, number] => [
      { quantity: 'reliance', intervention },
      value,
    ]),
    [
      { quantity: 'cost', part: 'minimum' },
      Math.min(...REMOVALS.map((intervention) => frozen - accuracy({ intervention }))) / (1 - LOAN_CHANCE),
    ],
    ...dependences(shares),
    [{ quantity: 'reliance', part: 'minimum' }, minimum],
    [{ quantity: 'reliance', part: 'room' }, room],
    ...[...dropped('drop'), ...dropped('dropKind')].map(({ value, ...treatment }): [EstimatorKey, number] => [
      { quantity: 'reliance', ...treatment },
      value,
    ]),
    ...dropped(interventions.includes('dropKind') ? 'dropKind' : 'drop').map(
      ({ unit, value }): [EstimatorKey, number] => [{ quantity: 'needs', unit }, Math.min(value, minimum)],
    ),
  ];
  // Where nothing is above chance, no share of it is anything.
  return new ByEstimator([...shares, ...derived].filter(([, value]) => Number.isFinite(value)));
}

/** How much of the answers changes beyond those that change by themselves; see the README of packages/analysis. */
function dependences(shares: ByEstimator<number>): [EstimatorKey, number][] {
  const unchanged = (intervention: 'repeat' | 'swap' | 'swapSame' | Removal) =>
    shares.get({ quantity: 'unchanged', intervention })!;
  const changed = (floor: number, share: number, most: number) =>
    (floor - share) / (most * (floor - LOAN_CHANCE));
  const again = unchanged('repeat');
  const removed = REMOVALS.map((intervention) => ({
    intervention,
    value: changed(again, unchanged(intervention), 1),
  }));
  const most = 1 / (1 - LOAN_CHANCE);
  const content = changed(unchanged('swapSame'), unchanged('swap'), most);
  return [
    ...removed.map(({ intervention, value }): [EstimatorKey, number] => [
      { quantity: 'dependence', intervention },
      value,
    ]),
    [{ quantity: 'dependence', part: 'minimum' }, Math.min(...removed.map(({ value }) => value))],
    ...(['swap', 'swapSame'] as const).map((intervention): [EstimatorKey, number] => [
      { quantity: 'dependence', intervention },
      changed(again, unchanged(intervention), most),
    ]),
    [{ quantity: 'dependence', part: 'content' }, content],
  ];
}

/** Of two independent events with these chances: that both happen or neither does. */
function alike(a: number, b: number): number {
  return a * b + (1 - a) * (1 - b);
}

/** Chance that an answer is meant to be the right one, and that it is meant to be as that of `frozen`, before slips. */
interface Meant {
  readonly right: number;
  readonly same: number;
}

/** Shares of one seed: of right answers, and of answers that are those of `frozen`. */
function sharesOf(
  policy: PlantedPolicy,
  { uses, slips }: SeedTraits,
  rooms: Rooms,
): [EstimatorKey, number][] {
  const mixed = (heeding: number, other: number) => uses * heeding + (1 - uses) * other;
  const firm = 1 - slips;
  const knows = policy.knows ?? 1;
  const concludes = policy.concludes ?? (policy.truthful ? 1 : 0.5);
  const { given, reference } = noiseOf(policy);
  const readOf = ({ judged, concluded }: Remains, state: boolean | undefined) =>
    policy.read({ judged: judged ? true : undefined, concluded: concluded ? true : undefined, state });
  const offPrompt = (frozen: number, heeds: boolean): Meant => ({
    right: knows,
    same: heeds ? alike(frozen, knows) : 1,
  });
  const guess: Meant = { right: 0.5, same: 0.5 };
  const frozenReads = readOf(WHOLE, true) !== undefined;
  const without = policy.without === 'prompt' ? knows : 0.5;
  /** Chance that the answer of `frozen` is meant to be the right one. */
  const frozenRight = (heeds: boolean) => {
    if (!heeds || policy.room) return knows;
    return frozenReads ? concludes : without;
  };
  const meant = (remains: Remains, heeds: boolean, room = 1): Meant => {
    if (policy.confusedBy !== undefined && remains.looks === policy.confusedBy) return guess;
    const frozen = frozenRight(heeds);
    if (heeds && policy.room) {
      return { right: room * knows + (1 - room) * 0.5, same: room + (1 - room) * 0.5 };
    }
    if (!heeds) return offPrompt(frozen, false);
    const meantOn = (state: boolean | undefined): Meant => {
      const read = readOf(remains, state);
      if (read !== undefined) {
        // What it errs by stands in the chain of thought, and stays.
        return read ? { right: concludes, same: 1 } : { right: 1 - concludes, same: 0 };
      }
      if (policy.without === 'guess') return guess;
      return offPrompt(frozen, frozenReads);
    };
    if (remains.states === 'none') return meantOn(undefined);
    const [whole, wrong] = [meantOn(true), meantOn(false)];
    if (remains.states === 'all' || whole.right === wrong.right) return whole;
    const either = (of: keyof Meant) => LAST_STATE_RIGHT * whole[of] + (1 - LAST_STATE_RIGHT) * wrong[of];
    return { right: either('right'), same: either('same') };
  };
  const certain = alike(firm, reference);
  const shares: [EstimatorKey, number][] = [];
  /** What it means after slips, `same` as its most frequent answer, when it heeds its chain of thought and when not. */
  const tell = (treatment: Treatment, heeding: Meant, other: Meant) => {
    shares.push(
      [{ quantity: 'accuracy', ...treatment }, alike(mixed(heeding.right, other.right), given)],
      [{ quantity: 'unchanged', ...treatment }, alike(mixed(heeding.same, other.same), given)],
    );
  };
  const slipped = ({ right, same }: Meant): Meant => ({
    right: alike(right, firm),
    same: alike(same, alike(firm, certain)),
  });
  const after = (treatment: Shown, remains: Remains) =>
    tell(treatment, slipped(meant(remains, true, rooms(treatment))), slipped(meant(remains, false)));
  for (const intervention of REMOVALS) after({ intervention }, REMOVED[intervention]);
  for (const unit of PHRASE_TYPES) {
    if (policy.phrases[unit] === undefined) continue;
    after({ intervention: 'drop', unit }, DROPPED[unit]);
    after({ intervention: 'dropKind', unit }, ALL_DROPPED[unit]);
  }
  // The most frequent answer after a chain of thought is what it concludes: of the subject, and of one that heeds or not.
  const concluded = mixed(certain, alike(concludes, alike(knows, certain)));
  const own = alike(concludes, certain);
  for (const [intervention, ends] of [
    ['swap', 1 - concluded],
    ['swapSame', concluded],
  ] as const) {
    const unfamiliar = policy.confusedBy === 'foreign' ? guess : slipped(offPrompt(knows, false));
    const read = readOf(WHOLE, true) !== undefined && !policy.room;
    // How often another's conclusion is the subject's most frequent answer, and how often it is right.
    const heeding = {
      right: alike(alike(own, ends), firm),
      same: alike(ends, firm),
    };
    tell({ intervention }, read ? heeding : unfamiliar, unfamiliar);
  }
  const whole = (heeds: boolean): Meant => ({ right: alike(frozenRight(heeds), firm), same: reference });
  tell({ intervention: 'repeat' }, whole(true), whole(false));
  const frozen = mixed(whole(true).right, whole(false).right);
  shares.push([{ quantity: 'accuracy', intervention: 'frozen' }, alike(frozen, given)]);
  shares.push([
    { quantity: 'accuracy', intervention: 'own' },
    alike(frozen, policy.certainty ?? ANSWER_PROBABILITY),
  ]);
  return shares;
}

/**
 * Chances that an answer that is given is the one that is meant, and that the most frequent of them is, with which others are
 * compared; 1 where answers are scored.
 */
function noiseOf({ samples, certainty = ANSWER_PROBABILITY }: PlantedPolicy): {
  readonly given: number;
  readonly reference: number;
} {
  if (samples === undefined) return { given: 1, reference: 1 };
  const most = Array.from({ length: samples + 1 }, (_, count) =>
    count * 2 > samples
      ? binomial(samples, count) * certainty ** count * (1 - certainty) ** (samples - count)
      : 0,
  );
  return { given: certainty, reference: most.reduce((sum, chance) => sum + chance, 0) };
}

/** Whether a removal leaves as many tokens as there were. */
function leavesRoom(removal: Removal): boolean {
  return removal === 'filler';
}
