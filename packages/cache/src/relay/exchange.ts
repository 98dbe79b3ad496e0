import type { FileHandle } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { inspectEntry } from '../entry/inspect.ts';
import { EntryError } from '../entry/parts.ts';
import { contentOf, spool } from '../files/spool.ts';
import { unnamedFile } from '../files/unnamedFile.ts';
import type { Account } from './account.ts';
import { asFault, Fault } from './fault.ts';
import type { Place, Told } from './place.ts';
import type { Sending } from './sending.ts';

/** Bytes of the largest entry that is taken and sent. */
export const LARGEST = 2 ** 36;
/** Milliseconds before the second try. */
const PAUSE = 250;

/** A place, and what it did for a run. */
export interface Asked {
  /** None where it has no address, or cannot be opened. */
  readonly place: Place | null;
  readonly account: Account;
}

/** What a relay works with. */
export interface Exchange {
  /** The nearest first. */
  readonly asked: readonly Asked[];
  readonly sending: Sending;
}

/** An entry that was taken. */
export interface Taken extends Told {
  /** Closed by who reads it. */
  readonly file: FileHandle;
}

/** An entry of the nearest place that has it, which those before it are given; null without one, and whatever goes wrong. */
export async function take(hash: string, { asked }: Exchange): Promise<Taken | null> {
  for (const [i, one] of asked.entries()) {
    const taken = await takeFrom(hash, one);
    if (taken === null) continue;
    for (const nearer of asked.slice(0, i)) await send(hash, taken, nearer);
    return taken;
  }
  return null;
}

async function takeFrom(hash: string, { place, account }: Asked): Promise<Taken | null> {
  if (place === null || account.isLeftAlone('reading')) return null;
  try {
    const taken = await takeInspected(hash, place);
    if (taken === null) account.missed();
    else account.taken(taken.size);
    return taken;
  } catch (error) {
    account.fault('reading', asFault(error));
    return null;
  }
}

/** Answers with an entry, and closes it. */
export async function answerWith({ file, size }: Taken, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size });
  await pipeline(file.createReadStream({ start: 0 }), outgoing).catch(() => outgoing.destroy());
}

/** Takes an entry to be sent while the run goes on, and reads it to its end whatever goes wrong. */
export async function keepToSend(hash: string, body: Readable, { asked, sending }: Exchange): Promise<void> {
  const open = asked.filter(({ place, account }) => {
    if (place !== null && !account.isLeftAlone('writing')) return true;
    account.dropped();
    return false;
  });
  if (open.length === 0) {
    for await (const _ of body);
    return;
  }
  let file: FileHandle | undefined;
  try {
    file = await unnamedFile();
    const { size } = await spool(body, file, LARGEST);
    const whole = { file, size };
    sending.add(async () => {
      for (const one of open) await send(hash, whole, one);
      await whole.file.close();
    });
  } catch (error) {
    await file?.close();
    for (const { account } of open)
      account.fault('writing', new Fault(`was given nothing (${(error as Error).message})`));
    if (!body.destroyed) for await (const _ of body);
  }
}

/**
 * An entry that Nx can unpack; null without one.
 *
 * @throws {Fault} what went wrong
 */
async function takeInspected(hash: string, place: Place): Promise<Taken | null> {
  const taken = await takeWhole(hash, place);
  if (taken === null) return null;
  try {
    await inspectEntry(Readable.from(contentOf(taken.file)));
    return taken;
  } catch (error) {
    await taken.file.close();
    throw error instanceof EntryError ? new Fault(`has an entry ${hash} that ${error.message}`) : error;
  }
}

/** An entry as it is, fetched a second time where that may go better. @throws {Fault} what went wrong */
export async function takeWhole(hash: string, place: Place): Promise<Taken | null> {
  return await twice(async () => {
    const file = await unnamedFile();
    try {
      const told = await place.take(hash, file, LARGEST);
      if (told !== null) return { file, ...told };
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    return null;
  });
}

/** Gives an entry to a place; its file stays open. */
async function send(
  hash: string,
  { file, size }: Pick<Taken, 'file' | 'size'>,
  { place, account }: Asked,
): Promise<void> {
  try {
    if (place === null || account.isLeftAlone('writing')) return account.dropped();
    const became = await twice(() => place.send(hash, file, size));
    if (became === 'written') account.written(size);
    else if (became === 'there') account.there();
    else if (became === 'too large') account.tooLarge();
    else account.readOnly();
  } catch (error) {
    account.fault('writing', asFault(error));
  }
}

/** Tries again what may go better the second time. */
async function twice<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!asFault(error).passing) throw error;
    await setTimeout(PAUSE);
    return await act();
  }
}
