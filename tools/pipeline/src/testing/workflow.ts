import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Workspace } from './workspace.ts';

/** `.github` of this workspace. */
export const GITHUB = join(import.meta.dirname, '../../../../.github');

/** A step of a job or of a composite action, as far as it is read. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A workflow or a composite action, as far as it is read. */
export interface Described {
  readonly permissions?: unknown;
  readonly on?: unknown;
  readonly jobs?: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly permissions?: unknown }>
  >;
  readonly runs?: { readonly steps: readonly Step[] };
}

/** Reads a file below {@link GITHUB}. */
export function described(file: string): Described {
  return parse(readFileSync(join(GITHUB, file), 'utf8'));
}

/** All steps of a workflow or an action. */
export function stepsOf({ jobs = {}, runs }: Described): readonly Step[] {
  return [...Object.values(jobs).flatMap(({ steps }) => steps), ...(runs?.steps ?? [])];
}

/** What jobs of one run of a workflow share. */
export interface Artifacts extends Disposable {
  readonly folder: string;
}

/** An empty place for artifacts. */
export function openArtifacts(): Artifacts {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-artifacts-'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** What a job left to others. */
export interface Ran {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly printed: string;
}

/**
 * Runs the steps of a job in a copy of the workspace as GitHub would: its own commands in bash, and of the actions of others
 * those that hand artifacts on. What installs, checks out or keeps anything beyond the run is left out.
 *
 * @param matrix values of `matrix.X`
 */
export function runJob(
  job: string,
  { root, env }: Workspace,
  { folder }: Artifacts,
  matrix: Readonly<Record<string, string>> = {},
): Ran {
  const temporary = mkdtempSync(join(tmpdir(), 'vestige-runner-'));
  const file = (name: string) => join(temporary, name);
  for (const name of ['outputs', 'summary']) writeFileSync(file(name), '');
  const variables = {
    ...env,
    RUNNER_TEMP: temporary,
    GITHUB_OUTPUT: file('outputs'),
    GITHUB_STEP_SUMMARY: file('summary'),
    VESTIGE_CACHE_DIR: join(root, '.nx/shared-results'),
    EXPERIMENT: 'tiny',
    PRESET: '',
  };
  let printed = '';
  const runSteps = (steps: readonly Step[], inputs: Readonly<Record<string, string>>) => {
    const filled = (text: string) =>
      text
        .replaceAll(
          /\$\{\{ (inputs|matrix)\.(\w+) \}\}/g,
          (_, context, name) => (context === 'inputs' ? inputs : matrix)[name]!,
        )
        .replaceAll(/\$\{\{ runner\.temp \}\}/g, temporary);
    for (const { uses = '', run, with: given = {}, env: own = {} } of steps) {
      const values = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, filled(String(value))]),
      );
      if (uses.startsWith('./')) {
        runSteps(described(join(uses.replace('./.github/', ''), 'action.yml')).runs!.steps, values);
      } else if (uses.startsWith('actions/upload-artifact@') && values.name!.startsWith('results-')) {
        mkdirSync(join(folder, values.name!), { recursive: true });
        copyFileSync(values.path!, join(folder, values.name!, 'results.tar'));
      } else if (uses.startsWith('actions/download-artifact@')) {
        for (const name of readdirSync(folder)) {
          mkdirSync(join(values.path!, name), { recursive: true });
          copyFileSync(join(folder, name, 'results.tar'), join(values.path!, name, 'results.tar'));
        }
      } else if (run !== undefined && run !== 'npm ci') {
        const filledOwn = Object.entries(own).map(([name, value]) => [name, filled(value)]);
        printed += execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', filled(run)], {
          cwd: root,
          env: { ...variables, ...Object.fromEntries(filledOwn) },
          encoding: 'utf8',
        });
      }
    }
  };
  try {
    runSteps(described('workflows/experiments.yml').jobs![job]!.steps, {});
    const lines = readFileSync(file('outputs'), 'utf8').split('\n').filter(Boolean);
    return {
      outputs: Object.fromEntries(
        lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]),
      ),
      summary: existsSync(file('summary')) ? readFileSync(file('summary'), 'utf8') : '',
      printed,
    };
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
