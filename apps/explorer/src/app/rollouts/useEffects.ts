import { useEffect, useState } from 'preact/hooks';
import type { ManifestPolicy } from '../../format.ts';
import type { PageData } from '../pageData.ts';
import { type RolloutTable, thinkingOf, writtenAfter } from '../rolloutTable.ts';
import { type Effects, measureEffects } from './effects.ts';

/** Effects of a row's chain of thought, and the policy that they were measured with. */
export interface Measured {
  readonly policy: ManifestPolicy;
  /** Undefined if the chain of thought is longer than the policy's context. */
  readonly effects: Effects | undefined;
}

/**
 * Measures rows with the policies in the page, each with that nearest to the one that wrote it. It waits until the
 * page is drawn, takes one call a policy, and lets the browser draw between them.
 *
 * @param rows none, to measure nothing
 * @returns by row, as far as it is known; an error that stopped it
 */
export function useEffects(
  pageData: PageData,
  table: RolloutTable,
  rows: readonly number[],
): { readonly measured: ReadonlyMap<number, Measured>; readonly error: Error | undefined } {
  const [measured, setMeasured] = useState<ReadonlyMap<number, Measured>>(new Map());
  const [error, setError] = useState<Error>();
  useEffect(() => {
    let late = false;
    const work = async () => {
      const missing = rows.filter((row) => !measured.has(row));
      for (const [policy, asked] of byPolicy(pageData, table, missing)) {
        const loaded = await pageData.policy(policy);
        await afterPaint();
        if (late) return;
        const effects = await measureEffects(
          loaded.policy,
          pageData.environment(policy.run),
          policy.model.contextLength,
          asked.map((row) => thinkingOf(table, row)),
        );
        setMeasured((known) => {
          const more = asked.map((row, i) => [row, { policy, effects: effects[i] }] as const);
          return new Map([...known, ...more]);
        });
      }
    };
    work().catch((reason) => late || setError(reason));
    return () => {
      late = true;
    };
  }, [pageData, table, rows.join()]);
  return { measured, error };
}

function byPolicy(pageData: PageData, table: RolloutTable, rows: readonly number[]) {
  const groups = new Map<ManifestPolicy, number[]>();
  for (const row of rows) {
    const policy = pageData.policyNear(table.run[row]!, writtenAfter(table, row));
    if (!policy) continue;
    groups.set(policy, [...(groups.get(policy) ?? []), row]);
  }
  return groups;
}

function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
