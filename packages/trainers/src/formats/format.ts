import type { Draft, SourceRecord } from '../draft.ts';
import type { RecordError } from '../importError.ts';
import type { TrainerName } from '../options.ts';

/** What rollouts were made for. */
export type Kind = 'train' | 'validation';

/** What the path of a file says of its rollouts. */
interface Place {
  /** Null where it does not say. */
  readonly step: number | null;
  /** Null where it does not say: {@link Format.kindOf} does. */
  readonly kind: Kind | null;
}

/** How one trainer writes its rollouts. */
export interface Format {
  readonly name: TrainerName;
  /** What a file says by its path; null for one that holds no rollouts of this trainer. */
  place(path: string): Place | null;
  /** The kind that a record tells of its file, where the path does not; training if absent. */
  readonly kindOf?: (record: SourceRecord) => Kind;
  /** The files that are read of those that {@link place} takes; all if absent. */
  readonly choose?: (paths: readonly string[]) => readonly string[];
  /** Fields of a record that tell the trainer; those after a `|` are as good. */
  readonly tells: readonly string[];
  /** What has to hold beyond the fields; nothing if absent. */
  readonly accepts?: (record: SourceRecord) => boolean;
  /** What is to be known of a reward that is the sum of its parts; nothing if absent. */
  readonly sum?: string;
  /** What files beside one say of all its rollouts; nothing if absent. */
  readonly beside?: (location: string) => Promise<SourceRecord>;
  /**
   * The rollouts of a record, or why one of several is none.
   *
   * @param path of its file, from the folder that was recognised
   * @param shared what {@link beside} gave
   * @throws {RecordError} if it holds none
   */
  drafts(record: SourceRecord, path: string, shared: SourceRecord): readonly (Draft | RecordError)[];
}
