import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Jobs } from './conduct.ts';
import { readJob } from './jobObject.ts';
import { type KubernetesObject, yamlOf } from './objects.ts';

/** kubectl's own command, and the namespace that it is told; null for its own. */
export interface Kubectl {
  readonly command: string;
  readonly namespace: string | null;
}

/** Kinds of the objects of every submission, and of those that a conductor has besides. */
const KINDS = 'jobs,configmaps';
const CONDUCTOR_KINDS = 'serviceaccounts,roles,rolebindings';

/**
 * Makes objects. `kubectl apply` would keep a copy of each in an annotation, which has no room for lists of tasks.
 *
 * @throws {Error} with what kubectl says
 */
export async function createObjects(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<void> {
  await run(kubectl, ['create', '-f', '-'], yamlOf(objects));
}

/**
 * Removes the objects that a selector of labels names, with their pods.
 *
 * @returns their names
 * @throws {Error} with what kubectl says
 */
export async function deleteObjects(kubectl: Kubectl, selector: string): Promise<string[]> {
  const remove = (kinds: string) =>
    run(kubectl, ['delete', kinds, '--selector', selector, '--wait=false', '--output=name']);
  const told = [
    await remove(KINDS),
    await remove(CONDUCTOR_KINDS).catch((error: Error) => {
      // Who has no right to them has made none.
      if (/forbidden/i.test(error.message)) return '';
      throw error;
    }),
  ];
  return told.flatMap((text) => text.split('\n').filter((line) => line !== ''));
}

/** Objects of some kinds, parsed. */
export async function listObjects(kubectl: Kubectl, kinds: string, selector: string): Promise<unknown[]> {
  const told = await run(kubectl, ['get', kinds, '--selector', selector, '--output=json']);
  return (JSON.parse(told) as { items: unknown[] }).items;
}

/** The last lines that a pod said. */
export async function logOf(kubectl: Kubectl, pod: string, lines: number): Promise<string> {
  return await run(kubectl, ['logs', pod, `--tail=${lines}`]);
}

/** The Jobs that a selector names, as kubectl gives them. */
export function jobsByKubectl(kubectl: Kubectl, selector: string): Jobs {
  return {
    async all() {
      return (await listObjects(kubectl, 'jobs', selector)).map(readJob);
    },
    async resume(name) {
      await run(kubectl, ['patch', 'job', name, '--type=merge', '--patch={"spec":{"suspend":false}}']);
    },
  };
}

async function run({ command, namespace }: Kubectl, words: readonly string[], input = ''): Promise<string> {
  const where = namespace === null ? [] : ['--namespace', namespace];
  const child = spawn(command, [...where, ...words]);
  const ended = once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(`${command} is not installed; expected kubectl, set to the cluster`);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [told, said] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (child.exitCode === 0) return told;
  const line = said.trim().split('\n').at(-1) || `exit code ${child.exitCode}`;
  throw new Error(`${command} ${words[0]}: ${line}`);
}
