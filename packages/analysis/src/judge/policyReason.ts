import type { Interval } from '../analysis.ts';
import { kindestRemoval } from '../estimate/kindestRemoval.ts';
import { type Removal, ROOM_REMOVALS } from '../keys/interventions.ts';
import { HARMFUL, LOAD_BEARING, VESTIGIAL } from '../thresholds.ts';
import { percent, percentInterval } from './percent.ts';
import { COST, type Figures, lastRecovery, MINIMUM, RECOVERED, ROOM, type Ruling } from './rule.ts';
import { silence } from './silence.ts';

/** Steering from which on the sentence speaks of it. */
const STEERS = 0.05;

/** Completions that end in an answer, as a share, below which the sentence on harm speaks of the others. */
const ENDS_FROM = 0.9;

/** What the sentence on a policy gives beside the figures that the rule reads. */
export interface ReasonInput extends Figures {
  /** Accuracy of guessing. */
  readonly chance: number;
  readonly confidence: number;
}

const REMOVAL_WORDS: Readonly<Record<Removal, string>> = {
  now: 'an answer at once',
  cut0: 'its reasoning left empty',
  filler: 'filler words in its place',
};

const REASONING_WORDS = {
  own: 'its own reasoning, as sampled,',
  frozen: 'its own reasoning and the most probable answer',
} as const;

/** One sentence with the figures that decided the verdict on a policy. */
export function policyReason(ruling: Ruling, input: ReasonInput): string {
  if (ruling.by === 'accuracy') return noAccuracy(ruling.of, input);
  if (ruling.by === 'cost' || ruling.by === 'silence') {
    return `${[...harm(ruling, input), ...silence(input.estimates)].join('; ')}.`;
  }
  const minimum = input.estimates.get(MINIMUM);
  if (!minimum) return `Its reliance ${input.absent.get(MINIMUM) ?? 'was not measured'}.`;
  const clauses = [
    ...loss(input, minimum),
    ...room(ruling, input),
    ...silence(input.estimates),
    ...consequence(ruling, input),
  ];
  return `${clauses.join('; ')}.`;
}

function noAccuracy(of: 'own' | 'frozen', { estimates, chance, confidence }: ReasonInput): string {
  const accuracy = estimates.get({ quantity: 'accuracy', intervention: of });
  const figures = accuracy ? percentInterval(accuracy, confidence) : 'of an unknown share';
  return `With ${REASONING_WORDS[of]} it is right ${figures} of the time, which does not clear chance (${percent(chance)}), so there is no accuracy to lose.`;
}

/** What is gained without the reasoning, and how many of its completions end in no answer, since that may be why. */
function harm({ verdict, by }: Ruling, { estimates, confidence }: ReasonInput): string[] {
  const kindest = kindestRemoval(estimates)!;
  const [frozen, without] = (['frozen', kindest] as const).map(
    (intervention) => estimates.get({ quantity: 'accuracy', intervention })!,
  );
  const { mean, low, high } = estimates.get(COST)!;
  const gain = percentInterval({ mean: -mean, low: -high, high: -low }, confidence);
  const wellFormed = estimates.get({ quantity: 'rate', part: 'wellformed' });
  return [
    `Its reasoning ${verdict === 'harmful' ? 'makes' : 'may make'} it worse: its most probable answer is right ${percent(frozen!.mean)} of the time after its own reasoning, and ${percent(without!.mean)} without, by the removal that leaves most (${REMOVAL_WORDS[kindest]}), a gain of ${gain} of what lies between guessing and perfect`,
    ...(verdict === 'undecided' && by === 'cost' ? [`that interval reaches across ${percent(HARMFUL)}`] : []),
    ...(wellFormed && wellFormed.mean < ENDS_FROM
      ? [
          `only ${percent(wellFormed.mean)} of its completions end in an answer, so that reasoning that is cut off may be what does harm`,
        ]
      : []),
  ];
}

function loss({ estimates, confidence }: ReasonInput, minimum: Interval): string[] {
  const kindest = kindestRemoval(estimates);
  if (!kindest) return [];
  const removed = estimates.get({ quantity: 'accuracy', intervention: kindest })!;
  const frozen = estimates.get({ quantity: 'accuracy', intervention: 'frozen' })!;
  const share = percentInterval(minimum, confidence);
  // Below guessing there is no more to lose.
  const taken =
    minimum.mean > 1
      ? `all of its accuracy above chance (reliance ${share})`
      : `${share} of its accuracy above chance`;
  return [
    `The removal that costs it least (${REMOVAL_WORDS[kindest]}) takes ${taken}: its most probable answer is right ${percent(frozen.mean)} of the time after its own reasoning, ${percent(removed.mean)} without`,
  ];
}

/** What is said of the room that the reasoning takes, where its words are not needed. */
function room({ verdict, by }: Ruling, { estimates, confidence }: ReasonInput): string[] {
  if (by === 'no room') {
    return ['only filler words were tried, so whether it needs the room that they leave is not known'];
  }
  const interval = estimates.get(ROOM);
  const kindest = kindestRemoval(estimates, ROOM_REMOVALS);
  const isNeeded = by === 'recovery' || (by === 'room' && verdict !== 'vestigial');
  if (!isNeeded || !interval || !kindest) return [];
  const accuracy = estimates.get({ quantity: 'accuracy', intervention: kindest })!;
  const taken = `with no tokens in its place either (${REMOVAL_WORDS[kindest]}, the kindest way) it loses ${percentInterval(interval, confidence)}, right ${percent(accuracy.mean)} of the time`;
  const recovery = lastRecovery(estimates);
  const back =
    recovery &&
    `after ${recovery.steps} updates on empty reasoning ${percentInterval(recovery.back, confidence)} of that loss is back`;
  if (verdict === 'filler-token') {
    return [
      `${taken}, so its words are not needed and their presence is (filler-token computation)`,
      back ?? 'whether an empty context only confuses it was not measured (readapt)',
    ];
  }
  if (verdict === 'vestigial') return [taken, `${back}, so the empty context only confused it`];
  if (by === 'recovery') return [taken, `${back}, an interval that holds ${percent(RECOVERED)}`];
  return [
    `${taken}: that interval reaches across ${percent(VESTIGIAL)}, so whether it needs the room is not known`,
  ];
}

function consequence({ verdict, by }: Ruling, { estimates }: ReasonInput): string[] {
  if (verdict === 'vestigial' || verdict === 'filler-token') {
    const steering = estimates.get({ quantity: 'dependence', intervention: 'swap' });
    if (!steering || steering.mean < STEERS) return [];
    return [
      `reasoning swapped for that of another prompt still changes ${percent(steering.mean)} of its answers, so its words can steer although they are not needed`,
    ];
  }
  if (by !== 'reliance') return [];
  if (verdict === 'undecided') {
    return [
      `that interval reaches across ${percent(VESTIGIAL)} or ${percent(LOAD_BEARING)}, the bounds of the verdicts`,
    ];
  }
  const filler = estimates.get({ quantity: 'accuracy', intervention: 'filler' })
    ? []
    : ['filler words were not tried, so what is needed may be the room and not the words'];
  return [...afterReadaptation(estimates), ...filler];
}

/** What the removals cannot tell: whether an unfamiliar context only confuses it. */
function afterReadaptation(estimates: ReasonInput['estimates']): string[] {
  const last = lastRecovery(estimates);
  return last
    ? [`after ${last.steps} updates on empty reasoning ${percent(last.back.mean)} of the loss is back`]
    : [];
}
