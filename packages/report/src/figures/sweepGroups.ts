import type { Analysis } from '@vestige/analysis';

/** Conditions that belong into one panel: the points of a sweep, or a condition by itself. */
export interface SweepGroup {
  readonly name: string;
  /** What was swept; undefined for a condition by itself. */
  readonly field: string | undefined;
  readonly points: readonly { readonly condition: string; readonly value: unknown }[];
}

/** Sweeps first, in the order of the analysis. */
export function sweepGroups({ conditions, sweeps }: Analysis): SweepGroup[] {
  const swept = Object.entries(sweeps).map(([name, { field, points }]) => ({ name, field, points }));
  const inSweep = new Set(swept.flatMap(({ points }) => points.map(({ condition }) => condition)));
  const alone = Object.keys(conditions)
    .filter((condition) => !inSweep.has(condition))
    .map((condition) => ({ name: condition, field: undefined, points: [{ condition, value: undefined }] }));
  return [...swept, ...alone];
}
