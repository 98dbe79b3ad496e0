import { resolve } from 'node:path';
import { FOLDER_VARIABLE, SERVER_VARIABLE } from '@vestige/cache/variables';
import { type SharedFolder, sharedFolder } from '@vestige/cluster';
import { clusterRequestSchema } from '@vestige/experiment';
import { UsageError } from '../failure.ts';
import { WORKSPACE } from '../workspace.ts';
import type { TypedRequest } from './requests.ts';

/** The folder that machines share. */
export function sharedOf(typed: string | undefined): SharedFolder {
  return sharedFolder(typed === undefined ? resolve(WORKSPACE, '.nx/shared') : resolve(typed));
}

/**
 * The folder of results that machines share; null where the environment names a server.
 *
 * @throws {UsageError} if both are named
 */
export function cacheOf({ cache }: SharedFolder, typed: string | undefined): string | null {
  const server = process.env[SERVER_VARIABLE] ?? '';
  if (typed !== undefined && server !== '') {
    throw new UsageError(`--cache-dir: ${SERVER_VARIABLE} names a server already; expected one of them`);
  }
  if (server !== '') return null;
  const folder = typed ?? process.env[FOLDER_VARIABLE] ?? '';
  return folder === '' ? cache : resolve(folder);
}

/** What is typed of it. */
interface Typed extends Omit<TypedRequest, 'sbatch'> {
  readonly sbatch: string | undefined;
}

/** What a command line asks a cluster for. @throws {UsageError} */
export function requestOf({ partition, account, time, memory, cores, gpus, sbatch }: Typed): TypedRequest {
  const request = {
    ...{ partition, account, time, memory, cores, gpus },
    sbatch: sbatch === undefined ? undefined : wordsOf(sbatch),
  };
  const parsed = clusterRequestSchema.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.path[0] as keyof typeof request;
  throw new UsageError(`--${name} ${JSON.stringify(request[name])}: ${issue?.message}`);
}

/** `a "b c" 'd'`, `\ ` */
const WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
const PART = /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'|([^"'\\]+)/gs;

/**
 * The words of a text as a shell would take them, without what it puts in for variables.
 *
 * @throws {UsageError} if a quote does not end
 */
export function wordsOf(text: string): string[] {
  if (text.replaceAll(WORD, '').trim() !== '') throw new UsageError(`--sbatch ${text}: a quote does not end`);
  return (text.match(WORD) ?? []).map((word) =>
    word.replaceAll(PART, (_, escaped, double, single, plain) =>
      double === undefined ? (escaped ?? single ?? plain) : double.replaceAll(/\\(["\\$`])/g, '$1'),
    ),
  );
}
