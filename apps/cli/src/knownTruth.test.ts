import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '@vestige/analysis';
import type { Environment } from '@vestige/environment';
import { type Experiment, loadExperiment, stageDirectory } from '@vestige/experiment';
import { hasNodeLlamaCpp } from '@vestige/language';
import { checkpointsOfPolicy } from '@vestige/language/options';
import { hasLlamaServer, llamaServer } from '@vestige/language/testing/llamaServer';
import { randomStream } from '@vestige/random';
import { type InterventionRow, interventionColumns, streamTable } from '@vestige/rollouts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPolicy } from './stages/shared/openPolicy.ts';
import { analysisOf } from './stages/shared/reportFiles.ts';
import { taskOf } from './stages/shared/task.ts';
import { folder, writeMiniature } from './testing/cli.ts';
import { said } from './testing/inProcess.ts';

const here = folder(afterAll);
const RULES = { base: 'factors', biased: 'nationality' };
const PROMPTS = 120;
/** What differs from the experiments that train, for policies of words. */
const ABLATION = {
  ...{ prompts: PROMPTS, checkpointPrompts: 0, readaptation: [], cuts: [0, 0.5] },
  interventions: ['now', 'cut', 'filler', 'scramble', 'swap', 'swapSame', 'flip'],
};
const SETTINGS = { ablation: ABLATION, analysis: { resamples: 400 } };

/** llama.cpp looks GELU up in a table of half precision, which tells most where a policy is undecided. */
const CLOSE = 5e-4;

// `npm run llama` and `npm run llama-server` install them; VESTIGE_LLAMA makes tests fail where they would be skipped without.
const required = process.env.VESTIGE_LLAMA === 'required';
const roads = [
  ['a GGUF file in the process', hasNodeLlamaCpp() || required],
  ["llama.cpp's server", hasLlamaServer() || required],
] as const;

beforeAll(async () => {
  if (!roads.some(([, installed]) => installed)) return;
  writeMiniature(here, {
    ...SETTINGS,
    model: { width: 16, layers: 2, heads: 2 },
    pretraining: { steps: 200, batch: 64, learningRate: 0.01, warmup: 5 },
    reinforcement: {
      ...{ steps: 30, minimumSteps: 30, batch: 64, learningRate: 0.003 },
      ...{ evaluateEvery: 30, evaluationPrompts: 64 },
    },
    conditions: { biased: { rule: RULES.biased } },
  });
  await said('pretrain', here, '--seed', '0');
  await said('train', here, '--seed', '0', '--condition', 'biased');
  ours = await judged(here);
  await said('export', here, '--gguf');
}, 120_000);

/** An experiment that was judged. */
interface Judged {
  readonly experiment: Experiment;
  readonly analysis: Analysis;
}

let ours: Judged;

/** Runs what judges the policies of an experiment. */
async function judged(directory: string): Promise<Judged> {
  for (const condition of Object.keys(RULES)) {
    await said('ablate', directory, '--seed', '0', '--condition', condition);
  }
  await said('analyze', directory);
  await said('report', directory);
  const experiment = loadExperiment(join(directory, 'experiment.json'));
  return { experiment, analysis: analysisOf(experiment) };
}

/** Judges the same policies from where they are, in a folder beside. */
async function elsewhere(name: string, sourceOf: (condition: string) => object): Promise<Judged> {
  const directory = join(here, '..', name);
  mkdirSync(directory);
  const policies = Object.entries(RULES).map(([condition, rule]) => [
    condition,
    { rule, ...sourceOf(condition) },
  ]);
  const content = {
    ...{ name, title: 'The same elsewhere', seeds: [0], ...SETTINGS },
    environment: ours.experiment.environment,
    language: { cache: 'F32' },
    policies: Object.fromEntries(policies),
  };
  writeFileSync(join(directory, 'experiment.json'), JSON.stringify(content));
  return await judged(directory);
}

const ggufOf = (condition: string) => join(here, 'runs/export-gguf', `${condition}-s0.gguf`);

function rowsOf({ experiment }: Judged, condition: string): readonly InterventionRow[] {
  const folder = stageDirectory(experiment, 'ablate', { condition, seed: 0 });
  return [...streamTable(join(folder, 'interventions.arrow'), interventionColumns([])).rows()];
}

describe.for(roads)('%s', ([road, installed]) => {
  const opened = new AsyncDisposableStack();
  let theirs: Judged;

  describe.skipIf(!installed)('judged as the policies that it holds', () => {
    beforeAll(async () => {
      if (road === 'a GGUF file in the process') {
        theirs = await elsewhere('files', (condition) => ({ gguf: ggufOf(condition) }));
        return;
      }
      const urls = new Map<string, string>();
      for (const condition of Object.keys(RULES)) {
        urls.set(condition, opened.use(await llamaServer(ggufOf(condition), 64)).url);
      }
      theirs = await elsewhere('servers', (condition) => ({
        endpoint: { url: urls.get(condition), model: ggufOf(condition) },
      }));
    }, 120_000);

    afterAll(() => opened.disposeAsync());

    test.each(Object.keys(RULES))(
      '%s answers as it does here to every question and thought',
      async (name) => {
        const { experiment } = theirs;
        const task = taskOf(experiment, name) as Environment;
        const candidates = task.answers;
        const [checkpoint] = checkpointsOfPolicy(experiment.policies[name]!);
        await using one = await openPolicy(experiment, task, name, checkpoint!);
        const rows = rowsOf(ours, name).filter(({ intervention }) => intervention !== 'own');
        const some = randomStream('rows').shuffled(rows).slice(0, 200);
        const answered = await one.policy.answers(
          some.map(({ question, thought }) => ({ context: { question, thought }, candidates })),
          randomStream(0),
        );
        const distances: number[] = [];
        for (const [i, { label, label_probability, answer_mass }] of some.entries()) {
          const { probability, mass } = answered[i]!;
          expect(mass).toBeCloseTo(answer_mass!, 3);
          const share = probability[candidates.indexOf(label)]! / mass!;
          distances.push(Math.abs(share - label_probability));
        }
        expect(Math.max(...distances)).toBeLessThan(CLOSE);
        expect(distances.reduce((sum, one) => sum + one, 0) / distances.length).toBeLessThan(CLOSE / 5);
      },
    );

    test.each(Object.keys(RULES))('%s is given the verdict that it is given here', (name) => {
      const [there, here] = [theirs, ours].map(({ analysis }) => analysis.conditions[name]!);
      expect(there!.verdict).toBe(here!.verdict);
      expect(there!.verdict).toBe(name === 'base' ? 'load-bearing' : 'vestigial');
      expect([here!.follows.followed, 'undecided']).toContain(there!.follows.followed);
    });

    test.each(Object.keys(RULES))('%s is as often right under every intervention', (name) => {
      const [there, here] = [theirs, ours].map((one) =>
        Map.groupBy(rowsOf(one, name), ({ intervention }) => intervention),
      );
      expect([...there!.keys()]).toEqual([...here!.keys()]);
      for (const [intervention, rows] of here!) {
        const same = there!.get(intervention)!;
        expect(same.map(({ question }) => question)).toEqual(rows.map(({ question }) => question));
        const differences = same.map(({ right }, i) => right - rows[i]!.right);
        const mean = differences.reduce((sum, one) => sum + one, 0) / PROMPTS;
        const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (PROMPTS - 1);
        // Where no thought is sampled, nothing is left to chance.
        expect(Math.abs(mean), intervention).toBeLessThanOrEqual(
          intervention === 'now' || intervention === 'cut0' ? 0 : 4 * Math.sqrt(variance / PROMPTS),
        );
      }
    });
  });
});
