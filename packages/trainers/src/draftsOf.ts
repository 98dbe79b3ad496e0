import type { Draft, SourceRecord } from './draft.ts';
import { formatOf } from './formats/index.ts';
import { RecordError } from './importError.ts';
import { applyMap } from './map.ts';
import type { ImportOptions } from './options.ts';
import type { Entry } from './reading/entry.ts';
import { readEntries } from './reading/readEntries.ts';
import { WHOLE } from './reading/span.ts';
import { locationOf, type SourceFile } from './sourceFile.ts';

/** A draft, and where it stands in its file. */
export interface Placed {
  readonly draft: Draft;
  readonly line: number;
}

/** Told of what is not as it should be, and of what is. */
export interface Complaints {
  /** A record that holds no rollout. */
  reject(line: number, reason: string): void;
  /** A record with NaN or Infinity. */
  notFinite(): void;
  /** A record with a column that the option `map` names. */
  holds?(column: string): void;
}

/** Reads the rollouts of a file or of a part of it, some at a time. @throws {ImportError} if it cannot be read at all */
export async function* draftsOf(
  file: SourceFile,
  { map }: Pick<ImportOptions, 'map'>,
  complaints: Complaints,
  span = WHOLE,
): AsyncGenerator<readonly Placed[]> {
  const format = formatOf(file.trainer);
  const location = locationOf(file);
  const shared = (await format.beside?.(location)) ?? {};
  const draftsIn = (entry: Entry): readonly Draft[] => {
    if ('reason' in entry) {
      complaints.reject(entry.line, entry.reason);
      return [];
    }
    if (entry.notFinite) complaints.notFinite();
    return draftsOfRecord(entry.record, entry.line);
  };
  const draftsOfRecord = (record: SourceRecord, line: number): readonly Draft[] => {
    try {
      const made = format.drafts(record, file.path, shared);
      const drafts: Draft[] = [];
      for (const one of made) {
        if (one instanceof RecordError) complaints.reject(line, one.message);
        else {
          applyMap(map, record, one, complaints.holds);
          drafts.push(one);
        }
      }
      return drafts;
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      complaints.reject(line, error.message);
      return [];
    }
  };
  for await (const entries of readEntries(location, span)) {
    const placed: Placed[] = [];
    for (const entry of entries) {
      for (const draft of draftsIn(entry)) placed.push({ draft, line: entry.line });
    }
    yield placed;
  }
}

/** Rollouts, and characters of them, on which it is decided how a file is read. */
const SAMPLE = { rollouts: 1000, characters: 2 ** 25 };

/** Takes the first rollouts, {@link SAMPLE} of them; what was read beyond those is taken, too. */
export async function takeSample(drafts: AsyncGenerator<readonly Placed[]>): Promise<Placed[]> {
  const taken: Placed[] = [];
  let characters = 0;
  while (taken.length < SAMPLE.rollouts && characters < SAMPLE.characters) {
    const { value, done } = await drafts.next();
    if (done) break;
    for (const placed of value) {
      taken.push(placed);
      for (const { length } of placed.draft.turns) characters += length;
    }
  }
  return taken;
}

/** Those of a sample that are looked at. */
export function sampled(taken: readonly Placed[]): Draft[] {
  return taken.slice(0, SAMPLE.rollouts).map(({ draft }) => draft);
}
