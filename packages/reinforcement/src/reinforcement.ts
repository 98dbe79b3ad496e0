import type { Feature } from './discover/feature.ts';
import type { Estimate } from './statistics/clusterEstimate.ts';
import type { Dependence } from './statistics/dependence.ts';
import type { CurvePoint } from './survey/curves.ts';
import type { AdvantageBasis } from './survey/groups.ts';

/** Version of {@link Reinforcement}. */
export const REINFORCEMENT_VERSION = 1;

/** An estimate that is one of many. */
export interface Tested extends Estimate {
  /** p adjusted by Benjamini and Hochberg over all features; null if it has none. */
  readonly q: number | null;
  /** Whether q is at most `falseDiscoveries`. */
  readonly discovered: boolean;
}

/** What became of a feature from the first to the last third of training. */
export type Fate = 'appeared' | 'grew' | 'steady' | 'shrank' | 'died';

/** A feature of the text over training. */
export interface FeatureHistory extends Feature {
  /** Rollouts that have it. */
  readonly rollouts: number;
  /** Share of rollouts that have it. */
  readonly frequency: {
    readonly all: number;
    /** First and last third; null under three steps. */
    readonly first: number | null;
    readonly last: number | null;
    /** Last less first. */
    readonly change: Estimate | null;
  };
  /** Steps; null if unknown or never. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly fate: Fate | null;
  /** Reinforcement received; null without rewards. */
  readonly received: Tested | null;
  /** The same with each part of the reward, as it stands in the files, in the place of the advantage. */
  readonly byPart: Readonly<Record<string, number>>;
  /** The part of it that rollouts with the same answer differ by; null without answers. */
  readonly beyondAnswer: Tested | null;
  /** The part that came with the answer. */
  readonly withAnswer: Estimate | null;
  /** On the answer, in the first and in the last third; null without answers or under three steps. */
  readonly dependence: { readonly first: Dependence; readonly last: Dependence } | null;
  /** By window. */
  readonly course: {
    readonly frequency: readonly number[];
    /** Mean covariance of a step; null without scored rollouts. */
    readonly covariance: readonly (number | null)[];
  };
}

/** What a run reinforced, as its rollouts tell. */
export interface Reinforcement {
  readonly version: typeof REINFORCEMENT_VERSION;
  readonly rollouts: {
    readonly read: number;
    /** Without a step, where others have one. */
    readonly withoutStep: number;
    /** Scored, in groups of two and more: what covariances rest on. */
    readonly scored: number;
    /** Scored, but the only one of their problem at their step. */
    readonly alone: number;
    readonly withAnswer: number;
  };
  /** Steps, and the first and the last of them; null if unknown. */
  readonly steps: { readonly count: number; readonly first: number | null; readonly last: number | null };
  /** Problems with two scored rollouts at one step. */
  readonly problems: number;
  readonly advantage: AdvantageBasis | null;
  /** Features tested; and found, but beyond `most`. */
  readonly tested: number;
  readonly dropped: number;
  readonly falseDiscoveries: number;
  readonly confidence: number;
  /** Features that are discovered first, by reinforcement received, the largest first; then all others likewise. */
  readonly features: readonly FeatureHistory[];
  /** Windows of the courses of features. */
  readonly windows: readonly {
    readonly first: number | null;
    readonly last: number | null;
    readonly rollouts: number;
  }[];
  readonly curves: {
    readonly points: readonly CurvePoint[];
    /** Words and first words on which the points are compared. */
    readonly wordsCompared: number;
    readonly firstWordsCompared: number;
  };
  /** Why there are no figures of a kind, in words. */
  readonly absent: readonly string[];
}
