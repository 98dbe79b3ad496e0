/** A table of imported rollouts, as the stage `convert` wrote it. */
export interface Source {
  /** Name of its run. */
  readonly run: string;
  readonly kind: 'train' | 'validation';
  /** Path of the Arrow file. */
  readonly path: string;
  /** SHA-256 of its content, as the manifest of its stage has it. */
  readonly digest: string;
  readonly rows: number;
  /** Names of the parts of its rewards. */
  readonly parts: readonly string[];
}
