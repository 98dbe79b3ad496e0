import type { Where } from './match.ts';

/** Bounds of a number, both included; null for none. */
export type Range = readonly [low: number | null, high: number | null];

/** By what rollouts are sorted. */
export const SORT_KEYS = ['step', 'reward', 'advantage', 'length'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What is asked of all rollouts. What is absent asks nothing. */
export interface Filters {
  /** As `parseText` reads it. */
  readonly text?: string;
  readonly where?: Where;
  /** Name of a run. */
  readonly run?: string;
  readonly kind?: 'train' | 'validation';
  /** Name of a problem as the trainer has it, or what its question has to hold, as `text`. */
  readonly problem?: string;
  readonly boundary?: string;
  readonly stop?: string;
  /** Whether the answer found is the right one; only where both are known. */
  readonly right?: boolean;
  readonly step?: Range;
  readonly reward?: Range;
  readonly advantage?: Range;
  /** Characters of thought and response. */
  readonly length?: Range;
}

/** A page of rollouts that is asked for. */
export interface Query extends Filters {
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Rollouts before the page. */
  readonly offset: number;
  readonly size: number;
}
