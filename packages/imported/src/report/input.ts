import type { Reinforcement } from '@vestige/reinforcement';
import type { Recognised, SegmentAccount, Settled } from '@vestige/trainers';

/** What is told of a run: what became of its files, and what its rollouts reinforced. */
export interface ReportedRun
  extends Pick<Recognised, 'trainer' | 'evidence' | 'duplicates' | 'others'>,
    Pick<Settled, 'thought' | 'answer'> {
  readonly name: string;
  /** What is wrong with files that could not be read at all. */
  readonly unreadable: readonly string[];
  readonly files: readonly (SegmentAccount & { readonly kind: 'train' | 'validation' })[];
  readonly reinforcement: Reinforcement;
  /** A few rollouts to read. */
  readonly sample: readonly SampledRollout[];
}

/** A rollout of the sample that the page holds. */
export interface SampledRollout {
  readonly step: number | null;
  readonly question: string;
  readonly boundary: string;
  readonly thought: string | null;
  readonly response: string;
  readonly label: string | null;
  readonly reward: number | null;
}

/** What {@link import('./render.ts').renderImported} reads. */
export interface ImportedReportInput {
  readonly title: string;
  readonly claim: string;
  /** The Nx project. */
  readonly project: string;
  /** By which `vestige open` knows it. */
  readonly name: string;
  readonly preset: string | undefined;
  readonly runs: readonly ReportedRun[];
  readonly generator: { readonly version: string };
}
