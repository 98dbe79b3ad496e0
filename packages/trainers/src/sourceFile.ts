import { join } from 'node:path';
import type { TrainerName } from './options.ts';

/** A file that holds rollouts. */
export interface SourceFile {
  /** The folder that was recognised, or that of the file. */
  readonly root: string;
  /** From there, with `/`. */
  readonly path: string;
  readonly trainer: TrainerName;
  /** The step that its name tells; null if none. */
  readonly step: number | null;
  readonly kind: 'train' | 'validation';
}

/** Where it lies. */
export function locationOf({ root, path }: SourceFile): string {
  return join(root, path);
}
