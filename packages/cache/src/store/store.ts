import type { Readable } from 'node:stream';
import { z } from 'zod';

/** What is kept of an entry beside its bytes. */
export const ABOUT = z.strictObject({
  /** SHA-256 of its bytes, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes. */
  size: z.int().nonnegative(),
  /** When it was written, ISO 8601. */
  written: z.iso.datetime(),
  /** Name of the token that wrote it. */
  writer: z.string(),
});
export type About = z.infer<typeof ABOUT>;

/** An entry whose bytes were held against its digest. */
export interface Entry {
  readonly about: About;
  /** Closes what it reads from when it ends or is destroyed. */
  readonly body: Readable;
}

/** Entries by their hash, each written once. */
export interface Store {
  /** Where it is, for a reader. */
  readonly place: string;
  /** What is known of an entry, its bytes unread; null without one. */
  about(hash: string): Promise<About | null>;
  /** An entry, verified; null without one, and where it was damaged: that one is out of the way then. */
  read(hash: string): Promise<Entry | null>;
  /**
   * Writes an entry, whole or not at all; its bytes are on the disk when this returns.
   *
   * @param body read to its end, but where this throws
   * @param writer name of who writes
   * @returns false if there is one already, which stays
   * @throws {TooLarge} {StorageFull}
   */
  write(hash: string, body: Readable, writer: string): Promise<boolean>;
  /** Removes what servers that were killed left behind. */
  sweep(): Promise<void>;
}

/** How much a store takes. */
export interface Limits {
  /** Bytes of one entry. */
  readonly largest: number;
  /** Bytes of all entries; null for as much as the disk has. */
  readonly space: number | null;
}

/** Told when an entry was found damaged and put out of the way. */
export type OnDamaged = (hash: string, about: About | null, where: string, reason: string) => void;

/** An entry over the limit. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/** No room for an entry. */
export class StorageFull extends Error {
  override name = 'StorageFull';
}
