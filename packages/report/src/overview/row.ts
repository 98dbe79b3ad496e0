import {
  type ConditionAnalysis,
  type Interval,
  kindestRemoval,
  type PromptsAnalysis,
  type Removal,
  type Treatment,
  VERDICTS,
} from '@vestige/analysis';

/** A condition of an experiment, or a kind of its prompts, that stands beside others. */
export interface OverviewRow {
  /** What to call it; no two rows are called the same. */
  readonly label: string;
  /** Project of its experiment, such as `loan-quick`. */
  readonly project: string;
  readonly condition: string;
  /** Kind of prompts; undefined for all of them. */
  readonly group: string | undefined;
  readonly description: string;
  readonly part: PromptsAnalysis;
  /** Accuracy of guessing. */
  readonly chance: number;
  /** Seeds that its estimates rest on. */
  readonly seeds: ConditionAnalysis['seeds'];
  /** Seeds of its experiment. */
  readonly allSeeds: readonly number[];
  /** Interventions of its experiment, in the order to show them. */
  readonly interventions: readonly Treatment[];
  /** The pretrained policy it was trained from, on the same kind of prompts; undefined for such a policy itself. */
  readonly base: { readonly name: string; readonly part: PromptsAnalysis } | undefined;
  /** Its experiment's report, from the folder of the page. */
  readonly page: string;
}

/** The rows by verdict; as they come within each. */
export function byVerdict(rows: readonly OverviewRow[]): OverviewRow[] {
  return VERDICTS.flatMap((verdict) => rows.filter(({ part }) => part.verdict === verdict));
}

/** The figures that carry a verdict; undefined where there is no accuracy to lose. */
export function relianceOf({ part }: OverviewRow): Interval | undefined {
  return part.verdict === 'not trained'
    ? undefined
    : part.estimates.get({ quantity: 'reliance', part: 'minimum' });
}

/** The removal of the chain of thought that costs the row least, with the accuracy that it leaves. */
export function removedOf({
  part: { estimates },
}: OverviewRow): { readonly removal: Removal; readonly accuracy: Interval } | undefined {
  const removal = kindestRemoval(estimates);
  const accuracy = removal && estimates.get({ quantity: 'accuracy', intervention: removal });
  return removal && accuracy && { removal, accuracy };
}
