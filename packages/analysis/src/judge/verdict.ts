import type { FollowedVerdict, PhraseVerdict, SeedVerdict, Verdict } from '../analysis.ts';
import { type ConditionReasonInput, conditionReason } from './conditionReason.ts';
import { type FollowsInput, followsReason } from './followsReason.ts';
import { ruleOnFollows } from './followsRule.ts';
import { phraseReason } from './phraseReason.ts';
import { policyReason, type ReasonInput } from './policyReason.ts';
import { type DroppedType, type Figures, ruleOn, ruleOnCondition, ruleOnPhrases } from './rule.ts';

type Judged = Omit<SeedVerdict, 'follows'>;

/** The verdict on a policy, by {@link ruleOn}, and one sentence with the figures that decided it. */
export function verdictOf(input: ReasonInput): Judged {
  const ruling = ruleOn(input);
  return { verdict: ruling.verdict, reason: policyReason(ruling, input) };
}

/** The same of a condition, by {@link ruleOnCondition}. */
export function conditionVerdict(input: ConditionReasonInput): Judged {
  const ruling = ruleOnCondition(input);
  return { verdict: ruling.verdict, reason: conditionReason(ruling, input) };
}

/** What the answers of a policy or a condition follow, by {@link ruleOnFollows}, and one sentence with the figures. */
export function followedVerdict(input: FollowsInput): FollowedVerdict {
  const ruling = ruleOnFollows(input);
  return { followed: ruling.followed, reason: followsReason(ruling, input) };
}

/**
 * The same of each type of phrase, by {@link ruleOnPhrases}.
 *
 * @param whole verdict on the chain of thought as a whole
 * @param dropped by type
 */
export function phraseVerdicts(
  whole: Verdict,
  figures: Figures,
  dropped: ReadonlyMap<string, DroppedType>,
): Record<string, PhraseVerdict> {
  return Object.fromEntries(
    Array.from(ruleOnPhrases(whole, figures, dropped), ([unit, ruling]) => {
      const type = dropped.get(unit)!;
      const intervention = type.together ? 'dropKind' : 'drop';
      const cost = figures.estimates.get({ quantity: 'reliance', intervention, unit });
      return [
        unit,
        { verdict: ruling.verdict, reason: phraseReason(ruling, type, cost), prompts: type.prompts },
      ];
    }),
  );
}
