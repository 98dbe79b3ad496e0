import type { AdvantageBasis } from '@vestige/reinforcement';
import type { SortKey } from './query/query.ts';

/** A rollout that was found. What is not known is null. */
export interface Found {
  /** Its number in the index. */
  readonly id: number;
  readonly run: string;
  readonly kind: 'train' | 'validation';
  readonly step: number | null;
  /** Number of its problem, and its name as the trainer has it. */
  readonly problem: number;
  readonly problemName: string;
  readonly group: string | null;
  readonly boundary: string;
  readonly stop: string | null;
  readonly reward: number | null;
  /** Parts of the reward, by name. */
  readonly parts: Readonly<Record<string, number | null>>;
  readonly advantage: number | null;
  /** Characters of thought and response. */
  readonly length: number;
  readonly tokens: number | null;
  readonly answer: string | null;
  readonly label: string | null;
  readonly right: boolean | null;
  readonly question: string;
  readonly opening: string | null;
  readonly thought: string | null;
  readonly closing: string | null;
  readonly response: string;
}

/** What a search found. */
export interface Page {
  /** Rollouts found, among those searched. */
  readonly total: number;
  /** Rollouts that were searched before time was over; all, nearly always. */
  readonly searched: number;
  readonly of: number;
  readonly rollouts: readonly Found[];
}

/** Rollouts of a problem at a step. */
export interface CourseStep {
  readonly step: number | null;
  readonly rollouts: number;
  /** Mean; null without rewards. */
  readonly reward: number | null;
}

/** A problem over training. */
export interface Course {
  readonly run: string;
  readonly problem: number;
  readonly name: string;
  /** In order; without a step last. */
  readonly steps: readonly CourseStep[];
  readonly shown: readonly { readonly step: number | null; readonly rollouts: readonly Found[] }[];
}

/** What can be asked for. */
export interface Facts {
  readonly rollouts: number;
  readonly runs: readonly {
    readonly name: string;
    readonly rollouts: number;
    readonly advantage: AdvantageBasis | null;
  }[];
  readonly kinds: readonly string[];
  readonly boundaries: readonly string[];
  readonly stops: readonly string[];
  /** Smallest and largest; null where none has one. */
  readonly ranges: Readonly<Record<SortKey, readonly [number, number] | null>>;
  /** Whether of some it is known if they are right. */
  readonly right: boolean;
}
