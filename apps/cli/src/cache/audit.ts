import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, type Findings, startAuditRelay } from '@vestige/cache';
import { FOLDER_VARIABLE, SERVER_VARIABLE } from '@vestige/cache/variables';
import { copyWorkspace, listFiles } from '@vestige/cluster/workspace';
import { randomStream } from '@vestige/random';
import { UsageError } from '../failure.ts';
import { interruptSignal } from '../signals.ts';
import { counted, listed } from '../terminal/layout.ts';
import { calibrationNames, experimentNames, importedNames, overviewNames, WORKSPACE } from '../workspace.ts';
import { runTasks } from './runTasks.ts';

/** Which entries are audited, and how. */
export interface AuditOptions {
  /** Share of the entries whose tasks are run again, 0 to 1. */
  readonly share: number;
  /** Chooses them. */
  readonly seed: number;
  /** Tasks run side by side. */
  readonly parallel: number;
}

/**
 * Looks at the entries that the shared cache has for the tasks of this clone, runs a random share of these tasks again in a
 * copy of the workspace, and compares what they leave with the entries, byte by byte.
 *
 * Nx goes through the tasks twice: once with all that the cache has, which tells how many there are, and once with the
 * chosen entries hidden, so that it runs their tasks. A task before them whose entry is wrong and was run again gives its
 * true outputs to those after it; with a share of 1 these are looked up by the hash that follows from the true ones.
 *
 * @param name an experiment or another whole, with its presets; undefined for all
 * @returns whether nothing is wrong with any
 * @throws {UsageError} if there is no such whole, or no shared cache
 * @throws {Error} if that refuses to be asked
 */
export async function auditCache(name: string | undefined, options: AuditOptions): Promise<boolean> {
  if (!process.env[SERVER_VARIABLE] && !process.env[FOLDER_VARIABLE]) {
    throw new UsageError(
      `cache audit: expected the address of the shared cache in ${SERVER_VARIABLE}, or its folder in ${FOLDER_VARIABLE}`,
    );
  }
  expectName(name);
  const signal = interruptSignal();
  const root = mkdtempSync(join(tmpdir(), 'vestige-audit-'));
  try {
    copyWorkspace(WORKSPACE, listFiles(WORKSPACE), root);
    const projects = name === undefined ? undefined : [name, `${name}-*`];
    const through = async (
      pass: string,
      isChosen: (hash: string) => boolean,
      onFinding: (finding: Finding) => void,
    ) => {
      const relay = await startAuditRelay(process.env, isChosen, onFinding);
      const { parallel } = options;
      const names = await runTasks(root, {
        pass,
        projects,
        parallel,
        environment: relay.environment,
        signal: AbortSignal.any([signal, relay.refused]),
      }).catch(async (error) => {
        await relay.abandon();
        throw error;
      });
      return { names, ...(await relay.close()) };
    };
    const looked = await through(
      'look',
      () => false,
      () => {},
    );
    tellFaults(looked);
    const isChosen = choose(looked.found, options);
    const of = `${looked.found.length} of ${counted(looked.names.size, 'task')} in the cache`;
    const chosen = looked.found.filter(isChosen).length;
    console.log(`${name ?? 'all'}: ${of}; ${chosen} run again (seed ${options.seed})`);
    if (chosen === 0) return [...looked.faults, ...looked.findings].length === 0;
    let done = 0;
    const audited = await through('audit', isChosen, ({ hash, wrong }) => {
      const task = looked.names.get(hash) ?? `entry ${hash}`;
      console.log(`[${++done}] ${task}: ${wrong === null ? 'the same' : 'WRONG'}`);
    });
    tellFaults(audited);
    return tellWrong([looked, audited]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

type Looked = Findings & { readonly names: ReadonlyMap<string, string> };

function expectName(name: string | undefined): void {
  const names = [...experimentNames(), ...overviewNames(), ...calibrationNames(), ...importedNames()];
  if (name !== undefined && !names.includes(name)) {
    throw new UsageError(`there is no experiment "${name}"; expected ${listed(names)}`);
  }
}

/** At least one where there is one, unless none is wanted; with a share of 1 those that are found later, too. */
function choose(found: readonly string[], { share, seed }: AuditOptions): (hash: string) => boolean {
  if (share === 1) return () => true;
  const stream = randomStream(seed, 'audit');
  const drawn = [...found].sort().map((hash): [order: number, hash: string] => [stream.uniform(), hash]);
  const chosen = drawn.sort(([a], [b]) => a - b).slice(0, Math.ceil(share * found.length));
  const hashes = new Set(chosen.map(([, hash]) => hash));
  return (hash) => hashes.has(hash);
}

function tellFaults({ faults }: Findings): void {
  for (const [fault, all] of Map.groupBy(faults, (one) => one)) {
    console.log(`the cache ${fault} (${counted(all.length, 'time')})`);
  }
}

/** Names what is wrong, with who wrote it; false if anything is. */
function tellWrong(passes: readonly Looked[]): boolean {
  const names = new Map(passes.flatMap((pass) => [...pass.names]));
  const findings = new Map(passes.flatMap((pass) => pass.findings).map((finding) => [finding.hash, finding]));
  const wrong = [...findings.values()].filter((finding) => finding.wrong !== null);
  const entries = findings.size === 1 ? 'entry' : 'entries';
  console.log(
    `\n${findings.size} ${entries} audited: ${wrong.length === 0 ? 'all the same' : `${wrong.length} wrong`}`,
  );
  for (const { hash, wrong: words, writer, written } of wrong) {
    const by = writer === null ? 'the cache does not tell by whom' : `by ${writer} at ${written}`;
    console.log(`  ${names.get(hash) ?? 'a task'}: its entry ${hash}, written ${by}, ${words}`);
  }
  return wrong.length === 0 && passes.every(({ faults }) => faults.length === 0);
}
