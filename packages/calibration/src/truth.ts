import { LOAN_CHANCE, PHRASE_TYPES, type PhraseType, type PlantedPolicy, SLIPS, SURE } from './policies.ts';
import { type Rooms, roomsOf } from './room.ts';
import { meanUses, overSeeds, type SeedTraits } from './seed.ts';

/** What is left of a chain of thought: whether all judgements and the conclusion are, and how it looks without. */
interface Remains {
  readonly judged: boolean;
  readonly concluded: boolean;
  readonly looks?: 'empty' | 'filler';
}

const WHOLE: Remains = { judged: true, concluded: true };
const REMOVED: Readonly<Record<string, Remains>> = {
  // An answer at once has no chain of thought that could confuse.
  now: { judged: false, concluded: false },
  cut0: { judged: false, concluded: false, looks: 'empty' },
  filler: { judged: false, concluded: false, looks: 'filler' },
};
const DROPPED: Readonly<Record<PhraseType, Remains>> = {
  factor: { judged: false, concluded: true },
  conclusion: { judged: true, concluded: false },
  filler: WHOLE,
};

/** Removals after which nothing of the chain of thought is left, not even its tokens. */
const WITHOUT_ROOM = ['now', 'cut0'];

/**
 * True values of the estimators of a planted policy over all prompts and seeds there could be, computed from its
 * construction. Shares are exact up to what finite prompts and seeds make of the draw of another's chain of
 * thought in `swap`; under spread they are expectations over seeds by quadrature. A ratio is one of expectations,
 * as its estimator is a ratio of means over seeds.
 *
 * Write e for the share of slips, u for that of prompts on which the chain of thought is heeded. With the right
 * reading or off the prompt it is right in 1 - e of the contexts, guessing in half of them; slips and guesses of
 * two contexts are independent. A swapped chain of thought is that of a prompt answered otherwise, so it concludes
 * against the subject's own answer in 1 - e of the cases. Where room is needed, the share of contexts that have it is
 * enumerated (`room.ts`). All shares are linear in u, so that of seeds that disagree is that of their mean u.
 *
 * @param seeds of an experiment: where a pattern of seeds is planted, they are all there are
 */
export function truthOf(policy: PlantedPolicy, spread: number, seeds: number): Record<string, number> {
  const mean = { uses: meanUses(policy, seeds), slips: SLIPS };
  const rooms = roomsOf(policy);
  const q = overSeeds(mean, spread, (traits) => sharesOf(policy, traits, rooms));
  const chance = LOAN_CHANCE;
  const frozen = q['accuracy.frozen']!;
  const reliance = (removed: number) => (frozen - removed) / (frozen - chance);
  const relies = Object.fromEntries(
    Object.keys(REMOVED).map((name) => [`reliance.${name}`, reliance(q[`accuracy.${name}`]!)]),
  );
  const minimum = Math.min(...Object.values(relies));
  const types = PHRASE_TYPES.filter((type) => policy.phrases[type] !== undefined);
  const drops = types.map((type) => [type, reliance(q[`accuracy.drop.${type}`]!)] as const);
  return {
    ...q,
    ...Object.fromEntries(
      ['own', ...Object.keys(REMOVED), 'swap'].map((name) => [
        `difference.${name}`,
        q[`accuracy.${name}`]! - frozen,
      ]),
    ),
    ...(policy.massIfEmpty !== undefined && { 'mass.cut0': policy.massIfEmpty }),
    'steering.swap': 1 - q['unchanged.swap']!,
    ...relies,
    'reliance.minimum': minimum,
    'reliance.room': Math.min(...WITHOUT_ROOM.map((name) => relies[`reliance.${name}`]!)),
    ...Object.fromEntries(drops.map(([type, value]) => [`reliance.drop.${type}`, value])),
    ...Object.fromEntries(drops.map(([type, value]) => [`needs.${type}`, Math.min(value, minimum)])),
  };
}

/** Shares of one seed: of right answers, and of answers that are those of `frozen`. */
function sharesOf(policy: PlantedPolicy, { uses, slips }: SeedTraits, rooms: Rooms): Record<string, number> {
  /** Of two independent events with these chances: that both happen or neither does. */
  const alike = (a: number, b: number) => a * b + (1 - a) * (1 - b);
  const mixed = (heeding: number, other: number) => uses * heeding + (1 - uses) * other;
  const right = 1 - slips;
  /** @param room share of contexts with room enough */
  const rightAfter = (remains: Remains, heeds: boolean, room = 1) => {
    if (policy.confusedBy !== undefined && remains.looks === policy.confusedBy) return 0.5;
    if (heeds && policy.room) return room * right + (1 - room) * 0.5;
    if (!heeds || policy.without === 'prompt') return right;
    const read = policy.read({
      judged: remains.judged ? true : undefined,
      concluded: remains.concluded ? true : undefined,
    });
    return read === undefined ? 0.5 : right;
  };
  const shares: Record<string, number> = {};
  const tell = (name: string, heeding: number, other: number) => {
    shares[`accuracy.${name}`] = mixed(heeding, other);
    shares[`unchanged.${name}`] = mixed(alike(right, heeding), alike(right, other));
  };
  const after = (name: string, remains: Remains) =>
    tell(name, rightAfter(remains, true, rooms(name)), rightAfter(remains, false));
  for (const [name, remains] of Object.entries(REMOVED)) after(name, remains);
  for (const type of PHRASE_TYPES)
    if (policy.phrases[type] !== undefined) after(`drop.${type}`, DROPPED[type]);
  // Another's chain of thought has as much room. Heeded for its words, its conclusion is right where the own answer
  // slipped and the other's did not, or the reverse.
  const foreignRight = 2 * slips * right;
  shares['accuracy.swap'] = policy.room ? right : mixed(alike(foreignRight, right), right);
  shares['unchanged.swap'] = policy.room ? alike(right, right) : mixed(foreignRight, alike(right, right));
  const frozen = rightAfter(WHOLE, true);
  shares['accuracy.frozen'] = frozen;
  shares['accuracy.own'] = alike(frozen, SURE);
  return shares;
}
