import type { Draft } from './draft.ts';
import { draftsOf, sampled, takeSample } from './draftsOf.ts';
import type { ImportOptions } from './options.ts';
import type { SourceFile } from './sourceFile.ts';

/** The first rollouts of a file, on which it is decided how it is read. */
export interface Sample {
  readonly drafts: readonly Draft[];
  /** Columns that the option `map` names, and a record has. */
  readonly held: readonly string[];
}

/** Takes a sample of a file. @throws {ImportError} if it cannot be read */
export async function sampleOf(file: SourceFile, options: ImportOptions): Promise<Sample> {
  const held = new Set<string>();
  const complaints = { reject() {}, notFinite() {}, holds: (column: string) => void held.add(column) };
  const reading = draftsOf(file, options, complaints);
  try {
    return { drafts: sampled(await takeSample(reading)), held: [...held] };
  } finally {
    await reading.return(undefined);
  }
}
