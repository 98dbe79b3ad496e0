import type { Analysis, ExamplePhrase } from './analysis.ts';
import type { AnalysisOptions } from './options.ts';
import type { RunTables } from './runTables.ts';

/** What {@link analyze} reads. */
export interface AnalyzeInput {
  /** Name of the project, such as `loan-quick`. */
  readonly experiment: string;
  readonly runs: readonly RunTables[];
  /** By condition: the rule that labels its prompts. Its order is the order of the conditions. */
  readonly rules: Readonly<Record<string, string>>;
  /** Accuracy of guessing. */
  readonly chance: number;
  readonly options: AnalysisOptions;
  /** Seed of the bootstrap. */
  readonly seed?: number;
  readonly backend: string;
  readonly kernels: string | null | undefined;
  /** Token id -> word. */
  readonly vocabulary: readonly string[];
  /** By condition: the accuracy that counts as solved; a condition without one needs not be solved. */
  readonly solved: Readonly<Record<string, number>>;
  /** Splits a chain of thought into phrases, for the examples: the environment's `phrases`. */
  readonly phrases?: (cot: readonly number[]) => readonly ExamplePhrase[];
}

/**
 * Estimates, intervals and verdicts of an experiment.
 *
 * @throws {AnalysisError} if a run has no final checkpoint or lacks an intervention the verdict needs
 */
export function analyze(input: AnalyzeInput): Analysis {
  throw new Error(`analyze: not written yet (${input.experiment})`);
}
