/** A policy that was trained elsewhere, and what it was asked. */
export interface GivenRun {
  /** Name of its condition. */
  readonly condition: string;
  readonly seed: number;
  /** `interventions.arrow`. */
  readonly interventions: string;
  /** Interventions that were asked for and not run, each with the reason, a clause. */
  readonly skipped: Readonly<Record<string, string>>;
  /** What a unit is called: `sentence`. */
  readonly part: string;
  /** Splits a thought into units, as the battery did. */
  units(thought: string): readonly { readonly start: number; readonly end: number; readonly kind: string }[];
}
