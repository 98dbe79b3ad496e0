import type { Course, Facts, Found, Page } from '@vestige/browse';

/** A feature that a run reinforced or wore away. */
export interface ShownFeature {
  readonly run: string;
  readonly kind: string;
  readonly name: string;
  /** Reinforcement received, with its interval where there is one. */
  readonly received: number;
  readonly low: number | null;
  readonly high: number | null;
  /** The part of it that rollouts with the same answer differ by; null without answers. */
  readonly beyondAnswer: number | null;
  /** Its words as a query; null if it has none. */
  readonly query: string | null;
}

/** `POST /rollouts/facts`: what can be asked for. */
export interface BrowseFacts extends Facts {
  readonly title: string;
  /** Of all runs, the largest first. */
  readonly features: readonly ShownFeature[];
  /** Rollouts that are not in the index yet: they cannot be searched, and soon will be. */
  readonly missing: number;
}

/** A text as it is shown. Places are in characters (UTF-16). */
export interface ShownText {
  readonly text: string;
  /** Characters that are left out at its end. */
  readonly cut: number;
  /** Start and end of each sentence, and the numbers of its features. */
  readonly sentences: readonly (readonly [start: number, end: number, features: readonly number[]])[];
  /** Start and end of what was looked for. */
  readonly matches: readonly (readonly [start: number, end: number])[];
}

/** A rollout, its texts as they are shown. */
export interface ShownRollout extends Omit<Found, 'question' | 'thought' | 'response'> {
  readonly question: ShownText;
  readonly thought: ShownText | null;
  readonly response: ShownText;
}

/** `POST /rollouts/search`, answered to a `Query`. */
export interface FoundPage extends Omit<Page, 'rollouts'> {
  readonly rollouts: readonly ShownRollout[];
}

/** `POST /rollouts/course`: a problem over training. */
export interface AskedCourse {
  readonly problem: number;
  /** Of which rollouts are shown; first, middle and last if empty. */
  readonly steps: readonly (number | null)[];
  /** Rollouts of each step before those shown. */
  readonly offset: number;
  /** What is marked in them, as in a query. */
  readonly text: string;
}

/** Its answer. */
export interface FoundCourse extends Omit<Course, 'shown'> {
  readonly shown: readonly { readonly step: number | null; readonly rollouts: readonly ShownRollout[] }[];
}
