import type { FileHandle } from 'node:fs/promises';

/** What became of an entry that was sent. */
export type Sent = 'written' | 'there' | 'read-only' | 'too large';

/** Where entries are kept, as a relay asks it. */
export interface Place {
  /**
   * Fetches an entry into an empty file, its bytes held against what is known of them.
   *
   * @param largest bytes that are taken
   * @returns bytes; null without such an entry
   * @throws {Fault} what went wrong
   */
  take(hash: string, file: FileHandle, largest: number): Promise<number | null>;
  /** Sends an entry. @throws {Fault} what went wrong */
  send(hash: string, file: FileHandle, size: number): Promise<Sent>;
  /** Ends connections that stand open. */
  close(): void;
}
