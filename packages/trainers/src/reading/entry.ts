import type { SourceRecord } from '../draft.ts';

/** What one line, row or member of a source file holds: an object, or the reason why it holds none. */
export type Entry =
  | {
      /** From 1. */
      readonly line: number;
      readonly record: SourceRecord;
      /** It held `NaN` or `Infinity`, which JSON does not have: they are null. */
      readonly notFinite?: boolean;
    }
  | { readonly line: number; readonly reason: string };
