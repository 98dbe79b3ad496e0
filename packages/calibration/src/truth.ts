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
import { type Rooms, roomsOf, type Shown } from './room.ts';
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
    ...(['own', ...REMOVALS, 'swap'] as const).map((intervention): [EstimatorKey, number] => [
      { quantity: 'difference', intervention },
      accuracy({ intervention }) - frozen,
    ]),
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
  return new ByEstimator([...shares, ...derived]);
}

/** Shares of one seed: of right answers, and of answers that are those of `frozen`. */
function sharesOf(
  policy: PlantedPolicy,
  { uses, slips }: SeedTraits,
  rooms: Rooms,
): [EstimatorKey, number][] {
  /** Of two independent events with these chances: that both happen or neither does. */
  const alike = (a: number, b: number) => a * b + (1 - a) * (1 - b);
  const mixed = (heeding: number, other: number) => uses * heeding + (1 - uses) * other;
  const right = 1 - slips;
  /** @param room share of contexts with room enough */
  const rightAfter = (remains: Remains, heeds: boolean, room = 1) => {
    if (policy.confusedBy !== undefined && remains.looks === policy.confusedBy) return 0.5;
    if (heeds && policy.room) return room * right + (1 - room) * 0.5;
    if (!heeds || policy.without === 'prompt') return right;
    const rightOn = (state: boolean | undefined) => {
      const read = policy.read({
        judged: remains.judged ? true : undefined,
        concluded: remains.concluded ? true : undefined,
        state,
      });
      return read === undefined ? 0.5 : read ? right : slips;
    };
    if (remains.states === 'none') return rightOn(undefined);
    const [whole, wrong] = [rightOn(true), rightOn(false)];
    if (remains.states === 'all' || whole === wrong) return whole;
    return LAST_STATE_RIGHT * whole + (1 - LAST_STATE_RIGHT) * wrong;
  };
  const shares: [EstimatorKey, number][] = [];
  const tell = (treatment: Treatment, correct: number, unchanged: number) =>
    shares.push(
      [{ quantity: 'accuracy', ...treatment }, correct],
      [{ quantity: 'unchanged', ...treatment }, unchanged],
    );
  const after = (treatment: Shown, remains: Remains) => {
    const [heeding, other] = [rightAfter(remains, true, rooms(treatment)), rightAfter(remains, false)];
    tell(treatment, mixed(heeding, other), mixed(alike(right, heeding), alike(right, other)));
  };
  for (const intervention of REMOVALS) after({ intervention }, REMOVED[intervention]);
  for (const unit of PHRASE_TYPES) {
    if (policy.phrases[unit] === undefined) continue;
    after({ intervention: 'drop', unit }, DROPPED[unit]);
    after({ intervention: 'dropKind', unit }, ALL_DROPPED[unit]);
  }
  // Another's chain of thought has as much room. Heeded for its words, its conclusion is right where the own answer
  // slipped and the other's did not, or the reverse.
  const foreignRight = 2 * slips * right;
  tell(
    { intervention: 'swap' },
    policy.room ? right : mixed(alike(foreignRight, right), right),
    policy.room ? alike(right, right) : mixed(foreignRight, alike(right, right)),
  );
  const frozen = rightAfter(WHOLE, true);
  shares.push([{ quantity: 'accuracy', intervention: 'frozen' }, frozen]);
  shares.push([{ quantity: 'accuracy', intervention: 'own' }, alike(frozen, ANSWER_PROBABILITY)]);
  return shares;
}

/** Whether a removal leaves as many tokens as there were. */
function leavesRoom(removal: Removal): boolean {
  return removal === 'filler';
}
