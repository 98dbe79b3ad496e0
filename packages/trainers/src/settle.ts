import type { Decision } from './account.ts';
import { decideRules } from './decide.ts';
import type { Draft } from './draft.ts';
import { ImportError } from './importError.ts';
import type { ImportOptions } from './options.ts';
import { sampleOf } from './sampleOf.ts';
import type { SourceFile } from './sourceFile.ts';
import { MARKER_NAMES } from './thought/markers.ts';

/** Most files that are looked at. */
const FILES = 8;

/** Options by which all files of a run are read alike, and what decided them. */
export interface Settled {
  readonly options: ImportOptions;
  readonly thought: Decision;
  readonly answer: Decision;
}

/**
 * Decides once for all files of a run what the options leave to `auto`: early in training no completion may have the marks
 * of a thought that all have later. Up to eight files are looked at, the first and the last among them.
 *
 * @param files in order
 * @param sample takes the sample of a file, elsewhere if need be
 * @throws {ImportError} if they mark thoughts in several ways, none of them can be read, or none has a column that is mapped
 */
export async function settle(
  files: readonly SourceFile[],
  options: ImportOptions,
  sample: typeof sampleOf = sampleOf,
): Promise<Settled> {
  const count = Math.min(files.length, FILES);
  const chosen = Array.from(
    { length: count },
    (_, i) => files[count === 1 ? 0 : Math.round((i * (files.length - 1)) / (count - 1))]!,
  );
  const drafts: Draft[] = [];
  const held = new Set<string>();
  let mistake: ImportError | undefined;
  for (const taken of await Promise.allSettled(chosen.map((file) => sample(file, options)))) {
    if (taken.status === 'fulfilled') {
      drafts.push(...taken.value.drafts);
      for (const column of taken.value.held) held.add(column);
    } else {
      // One that is cut off, or is being written, is told when it is converted.
      if (!(taken.reason instanceof ImportError)) throw taken.reason;
      mistake ??= taken.reason;
    }
  }
  if (mistake && drafts.length === 0) throw mistake;
  const absent = Object.keys(options.map).find((column) => !held.has(column));
  if (absent !== undefined && drafts.length > 0) {
    const { root } = files[0]!;
    throw new ImportError(`${root}: none of the first records has the field ${absent}, which map names`);
  }
  const { thoughts, answers } = decideRules(options, drafts, files[0]?.root ?? 'nothing');
  const marker = MARKER_NAMES.find((name) => name === thoughts.name);
  const answer = (['boxed', 'tag', 'answer', 'number', 'none'] as const).find(
    (name) => name === answers.name,
  );
  return {
    options: { ...options, ...(marker && { thought: marker }), ...(answer && { answer }) },
    thought: { name: thoughts.name, evidence: thoughts.evidence },
    answer: { name: answers.name, evidence: answers.evidence },
  };
}
