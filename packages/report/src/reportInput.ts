import type { Analysis } from '@vestige/analysis';

/** What a sweep made of a condition: one point of it. */
interface Swept {
  /** Dotted field that was swept, such as `reinforcement.kl`. */
  readonly field: string;
  readonly value: unknown;
  /** Name in the file of what was swept. */
  readonly of: string;
}

/** What the report says of the experiment beside its analysis. */
export interface ReportExperiment {
  /** Name in experiment.json. */
  readonly name: string;
  readonly title: string;
  /** What it puts to the test. */
  readonly claim: string;
  readonly conditions: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly rule: string;
        /** Where it comes from, if a sweep made it. */
        readonly swept?: Swept | undefined;
        /** Whether its policy was trained elsewhere; not if absent. */
        readonly given?: boolean | undefined;
      }
    >
  >;
  /** Nx project that makes it, such as `loan-quick`. */
  readonly project: string;
  /** The experiment file as it was resolved, for `metrics.json`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What `renderReport` reads. */
export interface ReportInput {
  readonly analysis: Analysis;
  readonly experiment: ReportExperiment;
  readonly generator: { readonly version: string };
}
