import type { Analysis, Comparison, Estimate, Interval, PromptsAnalysis } from '@vestige/analysis';

/**
 * Fields of an analysis that one of an earlier version lacks, read in one place: a table or a column that rests on
 * them is left out then.
 */

interface Support {
  /** Prompts, of all seeds, that it rests on. */
  readonly prompts?: number;
  readonly seeds?: number;
}

interface Contrast {
  readonly a: string;
  readonly b: string;
  /** Whether both answered the same prompts. */
  readonly paired: boolean;
  readonly estimates: Readonly<
    Record<string, Support & { difference: number; low: number; high: number; p: number; holm: number }>
  >;
}

interface ByPrompts {
  /** By estimator: why it is not defined. */
  readonly absent?: Readonly<Record<string, string>>;
  /** The verdict of each seed alone. */
  readonly bySeed?: Readonly<Record<string, { readonly verdict: string; readonly reason: string }>>;
  readonly agreement?: Agreement | null;
}

/** How many seeds, each judged alone, share the commonest verdict, and an interval of their share. */
export interface Agreement extends Pick<Interval, 'low' | 'high'> {
  readonly verdict: string;
  readonly count: number;
  readonly of: number;
}

export function supportIn(source: (Estimate | Comparison) & Support): Support {
  return source;
}

export function byPromptsIn(part: PromptsAnalysis & ByPrompts): ByPrompts {
  return part;
}

export function contrastsIn(analysis: Analysis & { readonly contrasts?: readonly Contrast[] }) {
  return analysis.contrasts ?? [];
}
