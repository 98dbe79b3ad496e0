import { z } from 'zod';

const SECONDS = { s: 1, m: 60, h: 3600 } as const;
const TIME = /^(?=.*[1-9])(\d+(?:\.\d+)?)([smh])$/;

/** What may be spent, as it is written: a number of tokens, or a time such as `90m`. */
export const budgetSchema = z.union(
  [z.int().min(1, { abort: true }).max(1e15, { abort: true }), z.string().regex(TIME, { abort: true })],
  { error: 'expected a number of tokens, such as 500000, or a time, such as "90m" or "2h"' },
);

/** {@link budgetSchema} as it stands in a file. */
export type WrittenBudget = z.infer<typeof budgetSchema>;

/** What may be spent; infinite where nothing is said. */
export interface Budget {
  /** Read and written. */
  readonly tokens: number;
  readonly seconds: number;
}

/** What a budget allows. */
export function budgetOf(written: WrittenBudget | undefined): Budget {
  const endless = { tokens: Number.POSITIVE_INFINITY, seconds: Number.POSITIVE_INFINITY };
  if (written === undefined) return endless;
  if (typeof written === 'number') return { ...endless, tokens: written };
  const [, count, unit] = TIME.exec(written)!;
  return { ...endless, seconds: Number(count) * SECONDS[unit as keyof typeof SECONDS] };
}
