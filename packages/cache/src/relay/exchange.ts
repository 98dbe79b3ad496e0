import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { inspectEntry } from '../entry/inspect.ts';
import { EntryError } from '../entry/parts.ts';
import { contentOf, spool } from '../files/spool.ts';
import { unnamedFile } from '../files/unnamedFile.ts';
import type { Account } from './account.ts';
import { asFault, Fault } from './fault.ts';
import type { Sending } from './sending.ts';
import type { Upstream } from './upstream.ts';

/** Bytes of an entry. */
const LARGEST = 2 ** 36;
/** Milliseconds before the second try. */
const PAUSE = 250;

/** What a relay works with. */
export interface Exchange {
  /** None where the address is none. */
  readonly upstream: Upstream | null;
  readonly account: Account;
  readonly sending: Sending;
}

/** An entry that was taken and inspected. */
export interface Taken {
  /** Closed by who reads it. */
  readonly file: FileHandle;
  /** Bytes. */
  readonly size: number;
}

/** An entry of the cache elsewhere; null without one, and whatever goes wrong. */
export async function take(hash: string, { upstream, account }: Exchange): Promise<Taken | null> {
  if (upstream === null || account.isLeftAlone('reading')) return null;
  try {
    const taken = await twice(() => takeInspected(hash, upstream));
    if (taken === null) account.missed();
    else account.taken(taken.size);
    return taken;
  } catch (error) {
    account.fault('reading', asFault(error));
    return null;
  }
}

/** Takes an entry to be sent while the run goes on, and reads it to its end whatever goes wrong. */
export async function keepToSend(
  hash: string,
  body: Readable,
  { upstream, account, sending }: Exchange,
): Promise<void> {
  if (upstream === null || account.isLeftAlone('writing')) {
    account.dropped();
    for await (const _ of body);
    return;
  }
  let file: FileHandle | undefined;
  try {
    file = await unnamedFile();
    const { size } = await spool(body, file, LARGEST);
    const whole = { file, size };
    sending.add(() => send(hash, whole, upstream, account));
  } catch (error) {
    await file?.close();
    account.fault('writing', new Fault(`was given nothing (${(error as Error).message})`));
    if (!body.destroyed) for await (const _ of body);
  }
}

async function takeInspected(hash: string, upstream: Upstream): Promise<Taken | null> {
  const file = await unnamedFile();
  try {
    const size = await upstream.take(hash, file, LARGEST);
    if (size !== null) {
      await inspectEntry(Readable.from(contentOf(file)));
      return { file, size };
    }
  } catch (error) {
    await file.close();
    throw error instanceof EntryError ? new Fault(`has an entry ${hash} that ${error.message}`) : error;
  }
  await file.close();
  return null;
}

async function send(
  hash: string,
  { file, size }: Taken,
  upstream: Upstream,
  account: Account,
): Promise<void> {
  try {
    if (account.isLeftAlone('writing')) return account.dropped();
    const became = await twice(() => upstream.send(hash, file, size));
    if (became === 'written') account.written(size);
    else if (became === 'there') account.there();
    else if (became === 'too large') account.tooLarge();
    else account.readOnly();
  } catch (error) {
    account.fault('writing', asFault(error));
  } finally {
    await file.close();
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
