import { parseArgs } from 'node:util';
import { SETUPS } from './setups.ts';

/** What can be measured, in the order in which it is. */
export const SUITES = ['train', 'sample', 'reinforce', 'grpo', 'peak', 'ops', 'pair', 'memory'] as const;
export type Suite = (typeof SUITES)[number];

export interface Options {
  /** Suites to run, each with the setups to run it on. */
  readonly only: ReadonlyMap<Suite, readonly string[]>;
  readonly repeats: number;
  /** Threads of the systems that use several; undefined means as many as there are cores. */
  readonly threads: number | undefined;
  readonly quick: boolean;
  readonly write: boolean;
}

/** A command line that cannot be understood. The message says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const USAGE = `Measures Vestige beside PyTorch and TRL, in turn, on the same cores.

  node tools/benchmarks/src/main.ts [options]

  --only LIST     suites, comma-separated, each with or without a setup: train,sample/loan
                  suites: ${SUITES.join(', ')}
                  setups: ${SETUPS.map(({ name }) => name).join(', ')}
  --repeats N     repetitions of each system (15; 3 with --quick)
  --threads N     threads of the systems that use several (all cores)
  --quick         short repetitions: whether it works, not how fast
  --write         write the tables into tools/benchmarks/README.md
`;

export function parseOptions(args: readonly string[]): Options {
  const values = parsed(args);
  const quick = values.quick ?? false;
  return {
    only: suitesOf(values.only),
    repeats: count('--repeats', values.repeats) ?? (quick ? 3 : 15),
    threads: count('--threads', values.threads),
    quick,
    write: values.write ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        repeats: { type: 'string' },
        threads: { type: 'string' },
        quick: { type: 'boolean' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function suitesOf(only: string | undefined): Map<Suite, string[]> {
  const setups = SETUPS.map(({ name }) => name);
  const chosen = new Map<Suite, string[]>();
  for (const part of only?.split(',') ?? SUITES) {
    const [suite, setup] = part.split('/') as [string, string?];
    if (!SUITES.includes(suite as Suite)) {
      throw new UsageError(`--only: "${suite}" is no suite; expected ${SUITES.join(', ')}`);
    }
    if (setup !== undefined && !setups.includes(setup)) {
      throw new UsageError(`--only: "${setup}" is no setup; expected ${setups.join(', ')}`);
    }
    const before = chosen.get(suite as Suite) ?? [];
    chosen.set(suite as Suite, setup === undefined ? setups : [...before, setup]);
  }
  return chosen;
}

function count(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`${option}: "${text}" is not a whole number above 0`);
}
