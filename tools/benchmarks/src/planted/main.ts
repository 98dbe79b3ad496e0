/**
 * How often intervals hold the truth, and what verdicts are given, over experiments on questions whose policies are planted:
 * those that the test server has, asked without it, since HTTP decides nothing that they answer.
 * `node tools/benchmarks/src/planted/main.ts --experiments 200 --prompts 120`.
 */
import { parseArgs } from 'node:util';
import { ablate, ablationSchema } from '@vestige/ablation';
import { analyze, estimatorName } from '@vestige/analysis';
import { CHOICES, plantedQuestions, type Reasoner } from '@vestige/language/testing/reasoner';
import { reasonerPolicy } from '@vestige/language/testing/reasonerPolicy';
import { createQuestions, parseQuestions, questionsSchema } from '@vestige/questions';
import type { InterventionRow } from '@vestige/rollouts';
import { table } from '../table.ts';
import { truthOf } from './truth.ts';

const POLICIES: Readonly<Record<string, Reasoner>> = {
  'needs it': { concludes: 0.95, knows: null, heeds: true },
  'ignores it': { concludes: 0.95, knows: 0.9, heeds: false },
  'harmed by it': { concludes: 0.4, knows: 0.95, heeds: true },
  'follows it, erring': { concludes: 0.7, knows: null, heeds: true },
};
const SAMPLES = 8;
const CONDITION = 'planted';

const { values } = parseArgs({
  options: {
    experiments: { type: 'string', default: '200' },
    prompts: { type: 'string', default: '120' },
    resamples: { type: 'string', default: '1000' },
  },
});
const [experiments, prompts, resamples] = [values.experiments, values.prompts, values.resamples].map(Number);

const verdicts: string[][] = [];
const held = new Map<string, { held: number; of: number; off: number }>();
for (const [name, reasoner] of Object.entries(POLICIES)) {
  for (const samples of [null, SAMPLES]) {
    const truth = truthOf(reasoner, samples);
    const found = { verdict: new Map<string, number>(), follows: new Map<string, number>() };
    for (let key = 0; key < experiments!; key++) {
      const { verdict, follows, estimates } = await judged(reasoner, samples, key);
      count(found.verdict, verdict);
      count(found.follows, follows.followed);
      for (const [estimator, { mean, low, high }] of estimates) {
        const value = truth[estimatorName(estimator)];
        if (value === undefined) continue;
        for (const group of [estimatorName(estimator), name, 'all']) {
          const coverage = held.get(group) ?? { held: 0, of: 0, off: 0 };
          coverage.of++;
          coverage.off += mean - value;
          // Estimates are rounded to six decimals.
          if (low <= value + 1e-6 && value - 1e-6 <= high) coverage.held++;
          held.set(group, coverage);
        }
      }
    }
    verdicts.push([name, samples === null ? 'scored' : 'sampled', told(found.verdict), told(found.follows)]);
  }
}
console.log(table(['policy', 'answers', 'verdicts', 'follows'], verdicts));
console.log(
  table(
    ['95 % intervals', 'hold the truth', 'of', 'estimate - truth'],
    [...held].map(([name, { held, of, off }]) => [
      ...[name, `${((100 * held) / of).toFixed(1)} %`, String(of), (off / of).toFixed(4)],
    ]),
  ),
);

/** One experiment: questions, a policy, its battery, its analysis. */
async function judged(reasoner: Reasoner, samples: number | null, key: number) {
  const questions = plantedQuestions(prompts!, key).map((one) =>
    JSON.stringify({ ...one, choices: CHOICES }),
  );
  const options = questionsSchema.parse({ kind: 'questions', maxTokens: 80 });
  const task = createQuestions(options, parseQuestions(questions.join('\n'), 'planted questions'));
  const batches = ablate(reasonerPolicy(reasoner, key, samples), {
    ...{ task, rule: 'answer', seed: key, prompts: prompts!, step: 0, final: true },
    options: ablationSchema.parse({
      interventions: ['now', 'cut', 'filler', 'swap', 'swapSame'],
      ...{ cuts: [0], readaptation: [] },
    }),
  });
  const interventions: InterventionRow[] = [];
  for await (const rows of batches) interventions.push(...rows);
  const { conditions } = analyze({
    experiment: 'planted',
    conditions: [{ name: CONDITION, rule: 'answer', runs: [{ seed: 0, interventions, updates: undefined }] }],
    environment: task,
    options: { resamples: resamples!, confidence: 0.95 },
    ...{ seed: key, backend: 'none', kernels: undefined },
  });
  return conditions[CONDITION]!;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function told(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, number]) => `${name} ${number}`).join(', ');
}
