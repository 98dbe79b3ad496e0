/** Part of an experiment, as files keep it: fields that an older or newer version lacks are absent. */
export interface Configuration {
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly model?: Readonly<Record<string, unknown>>;
  readonly pretraining?: Readonly<Record<string, unknown>>;
  readonly condition?: {
    readonly rule?: string;
    readonly rewards?: Readonly<Record<string, unknown>>;
    readonly reinforcement?: Readonly<Record<string, unknown>>;
  };
  readonly ablation?: Readonly<Record<string, unknown>>;
}

/** How `vestige show` tells one kind of table. */
export interface TableView<Row, Summary> {
  /** What one row is. */
  readonly title: string;
  /** Command that writes it. */
  readonly stage: string;
  /**
   * Figures, as plain data for --json.
   *
   * @param configuration of the run, as the provenance holds it
   */
  summarize(rows: readonly Row[], configuration: Configuration): Summary;
  /** The same figures as lines. */
  tell(summary: Summary): string[];
  /** Rows in words. */
  tellRows(rows: readonly Row[]): string[];
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
