import { type InterventionKind, KINDS } from '@vestige/ablation/interventions';
import type { Analysis } from '@vestige/analysis';

/** Interventions that were asked for and not run, a sentence each, in plain text: why, and on which conditions. */
export function skippedSentences(conditions: Analysis['conditions']): string[] {
  const all = Object.entries(conditions);
  const told = new Map<string, string[]>();
  for (const [condition, { skipped }] of all) {
    for (const [intervention, why] of Object.entries(skipped)) {
      const kinds: Readonly<Record<string, InterventionKind | undefined>> = KINDS;
      const named = `${kinds[intervention]?.label ?? intervention}, since ${why}`;
      told.set(named, [...(told.get(named) ?? []), condition]);
    }
  }
  return Array.from(told, ([named, of]) => {
    const where = of.length === all.length ? '' : ` on ${of.join(', ')}`;
    return `Not run${where}: ${named}.`;
  });
}
