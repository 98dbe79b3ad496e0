import type { Needs, Plan } from '../../plan/plan.ts';
import { planOf } from '../../plan/plan.ts';
import type { KubernetesOptions, Submitted } from '../options.ts';

/** A plan of runs with a pretraining each for all seeds, and a report; all of them need as much. */
export function planOfRuns(runs: number, needs: (task: string) => Partial<Needs> = () => ({})): Plan {
  const names = Array.from({ length: runs }, (_, i) => `run${i}`);
  const graph = new Map([
    ['base:pretrain', []],
    ...names.map((name): [string, string[]] => [`${name}:train`, ['base:pretrain']]),
    ...names.map((name): [string, string[]] => [`${name}:ablate`, [`${name}:train`, 'base:pretrain']]),
    ['whole:report', names.map((name) => `${name}:ablate`)],
  ]);
  return planOf(graph, new Set(), (task) => ({
    seconds: 60,
    memory: 2 ** 30,
    cores: 1,
    gpus: 0,
    ...needs(task),
  }));
}

export const SUBMITTED: Submitted = {
  project: 'loan-quick',
  id: '2026-11-29-055100',
  files: [{ path: 'apps/experiments/loan/experiment.json', content: Buffer.from('{}') }],
  recipe: {
    named: ['apps/experiments/loan/experiment.json', '--preset', 'quick'],
    node: process.version,
    environment: {},
    keys: [],
    digests: {},
  },
};

export const OPTIONS: KubernetesOptions = {
  image: 'registry.example/vestige:1',
  namespace: 'lab',
  cacheServer: 'http://cache:4300',
  secret: 'vestige-cache',
  volume: null,
  parallelism: null,
  retries: 2,
  conductor: true,
};
