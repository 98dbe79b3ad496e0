/** What made a file. It stands in every Arrow file's schema metadata under {@link PROVENANCE_KEY}, as JSON. */
export interface Provenance {
  readonly schemaVersion: number;
  /** Which table: `curve`, `updates`, `rollouts`, `drift`, `interventions` or `analysis`. */
  readonly table: string;
  /** The resolved experiment, defaults and preset included. */
  readonly experiment?: unknown;
  readonly condition?: string;
  readonly seed?: number;
  readonly backend?: string;
  /** Build of the kernels, a digest. */
  readonly kernels?: string;
  /** Interventions that were asked for and not run, each with what it needs and did not find; for `interventions`. */
  readonly skipped?: Readonly<Record<string, string>>;
  /** Token id -> word, for tables that hold token ids. */
  readonly vocabulary?: readonly string[];
}

export const PROVENANCE_KEY = 'vestige';
