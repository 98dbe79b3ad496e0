import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { objectsOf } from '../../objects.ts';
import type { AnyObject } from './schemas.ts';

type Selector = Readonly<Record<string, string>>;

/** What kubectl asks a cluster for. */
interface AnsweringCluster {
  readonly namespace: string;
  readonly forbidden: readonly string[];
  create(contents: readonly unknown[]): AnyObject[];
  list(kinds: readonly string[], selector: Selector): object[];
  delete(kinds: readonly string[], selector: Selector): string[];
  patchJob(name: string, patch: object): object;
  readonly controller: { logOf(pod: string): string };
}

/** What was typed behind `kubectl`, and what came by standard input. */
export interface KubectlCall {
  readonly words: readonly string[];
  readonly input: string;
}

/** What it prints, and how it ends. */
export interface KubectlAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Answers the calls of kubectl that Vestige makes as kubectl 1.33 does, and refuses any other. */
export function answerKubectl(cluster: AnsweringCluster, { words, input }: KubectlCall): KubectlAnswer {
  try {
    return { code: 0, stdout: answer(cluster, words, input), stderr: '' };
  } catch (error) {
    return { code: 1, stdout: '', stderr: `Error from server: ${(error as Error).message}\n` };
  }
}

function answer(cluster: AnsweringCluster, words: readonly string[], input: string): string {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      namespace: { type: 'string', default: cluster.namespace },
      selector: { type: 'string', default: '' },
      filename: { type: 'string', short: 'f' },
      output: { type: 'string' },
      wait: { type: 'string' },
      type: { type: 'string' },
      patch: { type: 'string' },
      tail: { type: 'string' },
    },
  });
  const [verb, what = '', name = ''] = positionals;
  const selector = Object.fromEntries(
    values.selector
      .split(',')
      .filter(Boolean)
      .map((one) => one.split('=') as [string, string]),
  );
  if (values.namespace !== cluster.namespace) throw new Error(`namespaces "${values.namespace}" not found`);
  const forbidden = what.split(',').find((kind) => cluster.forbidden.includes(kind));
  if (forbidden !== undefined) throw new Error(`${forbidden} is forbidden: User cannot ${verb} resource`);
  switch (verb) {
    case 'create':
      if (values.filename !== '-') break;
      return cluster
        .create(objectsOf(input))
        .map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name} created\n`)
        .join('');
    case 'get':
      if (values.output !== 'json') break;
      return JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: cluster.list(what.split(','), selector),
      });
    case 'delete':
      if (values.output !== 'name' || values.wait !== 'false') break;
      return cluster
        .delete(what.split(','), selector)
        .map((one) => `${one}\n`)
        .join('');
    case 'patch':
      if (what !== 'job' || values.type !== 'merge') break;
      cluster.patchJob(name, JSON.parse(values.patch!));
      return `job.batch/${name} patched\n`;
    case 'logs':
      return readFileSync(cluster.controller.logOf(what), 'utf8')
        .split('\n')
        .slice(-Number(values.tail) - 1)
        .join('\n');
  }
  throw new Error(`what is typed is not answered here: ${words.join(' ')}`);
}
