import { availableParallelism } from 'node:os';
import { bytesOf } from '@vestige/cache/bytes';
import { LARGEST_SEED } from '@vestige/experiment';
import type { Argv } from 'yargs';
import { UsageError } from '../failure.ts';
import { decimalNumber, wholeNumber } from '../numbers.ts';
import { text } from '../text.ts';

/** Port of a cache, unless another is given. */
const PORT = 7411;
/** File of tokens that `vestige cache token` writes, unless another is given. */
const TOKENS = 'cache-tokens.json';

/** Adds `vestige cache serve`, `vestige cache token` and `vestige cache audit`. */
export function cacheCommand(yargs: Argv): Argv {
  return yargs.command(
    'cache',
    'Share the cache of stages between machines: serve it, say who may use it, audit it',
    (y) => y.command(serve()).command(token()).command(audit()).demandCommand(1),
  );
}

function serve() {
  return {
    command: 'serve',
    describe: 'Serve a shared cache, over the protocol of Nx',
    builder: (y: Argv) =>
      y
        .option('dir', {
          ...text('dir', 'a folder'),
          describe: 'Folder of the entries; several servers may share it',
        })
        .option('s3', {
          ...text('s3', 's3://BUCKET/PREFIX'),
          describe: 'In its place s3://BUCKET/PREFIX; credentials as AWS names them',
        })
        .option('port', {
          ...wholeNumber('port', 0, 65535),
          default: PORT,
          describe: '0 for one that is free',
        })
        .option('host', {
          ...text('host', 'an address'),
          default: '127.0.0.1',
          describe: 'Address to listen at; 0.0.0.0 for other machines',
        })
        .option('tokens', {
          ...text('tokens', 'a file'),
          describe:
            'File of who may use it, by `vestige cache token`; by default one token until the server ends',
        })
        .option('largest', {
          ...size('largest'),
          default: '4GB',
          describe: 'The largest entry that is taken',
        })
        .option('space', {
          ...size('space'),
          describe:
            'Space of all entries in a folder: what was read longest ago makes room; by default the disk',
        })
        .example('$0 cache serve --dir /shared/cache', 'for this machine, with the token that it prints')
        .example(
          `$0 cache serve --s3 s3://bucket/vestige --host 0.0.0.0 --tokens ${TOKENS}`,
          'for others, with their tokens',
        ),
    handler: async ({ dir, s3, ...options }: ServeArguments) => {
      const { serveCache } = await import('../cache/serve.ts');
      if ((dir === undefined) === (s3 === undefined)) {
        throw new UsageError('cache serve: expected one of --dir and --s3; see `vestige cache serve --help`');
      }
      await serveCache({ dir, s3, ...options, largest: options.largest! });
    },
  };
}

function token() {
  return {
    command: 'token <name>',
    describe: 'Make a token for a shared cache and print it, or revoke one',
    builder: (y: Argv) =>
      y
        .positional('name', {
          type: 'string',
          demandOption: true,
          describe: 'Whose it is: told with the entries that it writes',
        })
        .option('read-only', { type: 'boolean', default: false, describe: 'For pull requests of strangers' })
        .option('revoke', {
          type: 'boolean',
          default: false,
          describe: 'Take it back; a server notices at once',
        })
        .option('tokens', {
          ...text('tokens', 'a file'),
          default: TOKENS,
          describe: 'File of the tokens, by their digests',
        })
        .example('$0 cache token ci', 'may read and write')
        .example('$0 cache token pull-requests --read-only', 'may read'),
    handler: async ({ name, readOnly, revoke, tokens }: TokenArguments) => {
      const { tellToken } = await import('../cache/token.ts');
      await tellToken(name, { readOnly, revoke, file: tokens });
    },
  };
}

function audit() {
  return {
    command: 'audit [name]',
    describe: 'Run tasks again whose results the shared cache has, and compare the bytes',
    builder: (y: Argv) =>
      y
        .positional('name', {
          type: 'string',
          describe:
            'An experiment, an overview, a calibration or imported runs, with its presets; by default all',
        })
        .option('share', {
          ...decimalNumber('share', 0, 1),
          default: 0.02,
          describe: 'Of the entries that are looked at, those whose tasks are run again; 1 for all',
        })
        .option('seed', { ...wholeNumber('seed', 0, LARGEST_SEED), default: 0, describe: 'Which ones' })
        .option('parallel', {
          ...wholeNumber('parallel', 1, 1024),
          default: availableParallelism(),
          describe: 'How many tasks run side by side',
        })
        .example('$0 cache audit', 'one in fifty, of all that this clone would run')
        .example('$0 cache audit loan --share 1', 'all of the loan'),
    handler: async ({ name, ...options }: AuditArguments) => {
      const { auditCache } = await import('../cache/audit.ts');
      if (!(await auditCache(name, options))) process.exitCode = 1;
    },
  };
}

interface AuditArguments {
  readonly name: string | undefined;
  readonly share: number;
  readonly seed: number;
  readonly parallel: number;
}

interface ServeArguments {
  readonly dir: string | undefined;
  readonly s3: string | undefined;
  readonly port: number;
  readonly host: string;
  readonly tokens: string | undefined;
  readonly largest: number;
  readonly space: number | undefined;
}

interface TokenArguments {
  readonly name: string;
  readonly readOnly: boolean;
  readonly revoke: boolean;
  readonly tokens: string;
}

/** An option that is a size; the last one typed holds. */
function size(name: string) {
  return {
    type: 'string' as const,
    requiresArg: true as const,
    coerce: (typed: string): number => {
      const bytes = bytesOf(typed);
      if (bytes !== null) return bytes;
      throw new UsageError(`--${name} ${JSON.stringify(typed)}: expected a size such as 500MB, 4GB or 1TiB`);
    },
  };
}
