import { describe } from '@vestige/ablation/interventions';
import type { Treatment } from '@vestige/analysis/interventions';

/** An intervention, with the kind of unit that it touched if it has one, in a few words. */
export function interventionWords({ intervention, unit }: Treatment): string {
  const { label = intervention, labelOfUnit } = describe(intervention) ?? {};
  if (unit === undefined) return label;
  return labelOfUnit?.(unit) ?? `${unit} ${label}`;
}
