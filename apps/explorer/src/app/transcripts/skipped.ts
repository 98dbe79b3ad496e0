import { type InterventionKind, KINDS } from '@vestige/ablation/interventions';

/** Interventions that were asked for and not run, a sentence each. */
export function skippedWords(skipped: Readonly<Record<string, string>>): string[] {
  const kinds: Readonly<Record<string, InterventionKind | undefined>> = KINDS;
  return Object.entries(skipped).map(
    ([name, why]) => `Not run: ${kinds[name]?.label ?? name}, since ${why}.`,
  );
}
