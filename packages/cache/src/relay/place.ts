import type { FileHandle } from 'node:fs/promises';

/** What a place tells of an entry. */
export interface Told {
  /** Bytes. */
  readonly size: number;
  /** Who wrote it and when, ISO 8601, where that is known. */
  readonly writer: string | null;
  readonly written: string | null;
}

/** What became of an entry that was sent. */
export type Sent = 'written' | 'there' | 'read-only' | 'too large';

/** Where entries are kept, as a relay asks it. */
export interface Place {
  /**
   * Fetches an entry into an empty file, its bytes held against what is known of them.
   *
   * @param largest bytes that are taken
   * @returns what is told of it; null without such an entry
   * @throws {Fault} what went wrong
   */
  take(hash: string, file: FileHandle, largest: number): Promise<Told | null>;
  /** Sends an entry. @throws {Fault} what went wrong */
  send(hash: string, file: FileHandle, size: number): Promise<Sent>;
  /** Ends connections that stand open. */
  close(): void;
}
