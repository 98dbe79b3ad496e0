import { createEnvironment, environmentSchema } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { beforeAll, describe, expect, test } from 'vitest';
import { pretrainingSchema, reinforcementSchema } from './options.ts';
import { pretrain } from './pretrain.ts';
import { reinforce, type Update } from './reinforce.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'phrase', layout: 'confounded' }));
const shape = { width: 16, layers: 1, heads: 2, contextLength: 20 };
let demonstrated: Transformer;
const fresh = () => demonstrated.clone();

beforeAll(async () => {
  await useBackend();
  demonstrated = Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
  const options = pretrainingSchema.parse({ steps: 80, batch: 64, learningRate: 0.01, warmup: 5 });
  for (const _ of pretrain(demonstrated, environment, options, 0));
});

function reinforced(model: Transformer, options: object): Update[] {
  const parsed = reinforcementSchema.parse({
    ...{ optimizer: 'sgd', learningRate: 0.001, warmup: 0, maxGradientNorm: null, kl: 0 },
    ...{ steps: 5, batch: 64, evaluateEvery: 5, evaluationPrompts: 16 },
    ...options,
  });
  const reward = createReward(environment, rewardsSchema.parse({}));
  return [...reinforce(model, model.clone(), { environment, rule: 'a', reward, options: parsed, seed: 3 })];
}

describe('the option drift', () => {
  test('leaves policy and rollouts as they are, to the bit', () => {
    const [plain, watched] = [fresh(), fresh()];
    const [without, updates] = [
      reinforced(plain, {}),
      reinforced(watched, { drift: { words: ['F', 'a'], probes: 32 } }),
    ];
    for (const name of plain.parameters.keys()) expect(watched.values(name)).toEqual(plain.values(name));
    expect(updates.map(({ row }) => row)).toEqual(without.map(({ row }) => row));
    expect(updates.map(({ rollouts }) => rollouts)).toEqual(without.map(({ rollouts }) => rollouts));
    expect(without.flatMap(({ drift }) => drift)).toEqual([]);
  });

  test('measures the updates asked for, a row a word and kind of prompts', () => {
    const updates = reinforced(fresh(), { drift: { words: ['F', 'a'], probes: 64, every: 2 } });
    const strata = [null, 'a=A,bit=A', 'a=A,bit=B'];
    expect(
      updates.flatMap(({ drift }) => drift.map(({ step, word, stratum }) => `${step} ${word} ${stratum}`)),
    ).toEqual(
      ['1 F', '1 a', '3 F', '3 a', '5 F', '5 a'].flatMap((row) => strata.map((name) => `${row} ${name}`)),
    );
  });

  test('kinds of prompts are groups where there are any', () => {
    const chain = createEnvironment(environmentSchema.parse({ kind: 'chain', hintRate: 0.5 }));
    const model = Transformer.random(
      { ...shape, contextLength: 40 },
      chain.vocabulary.length,
      randomStream(0, 'model'),
    );
    const options = reinforcementSchema.parse({
      ...{ steps: 1, batch: 32, evaluationPrompts: 8, drift: { words: ['hmm'], probes: 32 } },
    });
    const reward = createReward(chain, rewardsSchema.parse({}));
    const task = { environment: chain, rule: 'truth', reward, options, seed: 0 };
    const [update] = [...reinforce(model, model.clone(), task)];
    expect(update!.drift.map(({ stratum }) => stratum)).toEqual([null, 'hinted', 'unhinted']);
  });

  test('tells of the rollouts that the update was made of', () => {
    const [{ drift, rollouts }] = reinforced(fresh(), { drift: { words: ['F'], probes: 256 }, steps: 1 }) as [
      Update,
    ];
    const F = environment.vocabulary.indexOf('F');
    const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    const present = rollouts.map(({ ids }) => Number(ids.includes(F)));
    const advantages = rollouts.map(({ advantage }) => advantage);
    const covariance = (members: readonly number[]) => {
      const share = mean(members.map((i) => present[i]!));
      return mean(members.map((i) => (present[i]! - share) * advantages[i]!));
    };
    const everybody = [...rollouts.keys()];
    // Prompts are alike if their bit is: it alone decides the labels.
    const strata = [...Map.groupBy(everybody, (i) => rollouts[i]!.prompt[1]).values()];
    const within = strata.reduce((sum, some) => sum + covariance(some) * some.length, 0) / rollouts.length;
    // Kinds come in the order of their names: the bit 1 is labelled A.
    const byBit = [1, 0].map((bit) =>
      everybody.filter((i) => environment.vocabulary[rollouts[i]!.prompt[1]!] === `p${bit}`),
    );
    for (const [k, members] of byBit.entries()) {
      const row = drift[1 + k]!;
      expect(row.covariance).toBeCloseTo(covariance(members), 10);
      expect(row).toMatchObject({ coupling: null, selection: null });
      expect(row.measured! / row.predicted!).toBeCloseTo(1, 1);
      expect(row.measured! / row.along_step!).toBeCloseTo(1, 1);
    }
    expect(drift[0]!.covariance).toBeCloseTo(covariance(everybody), 10);
    expect(drift[0]!.covariance_within).toBeCloseTo(within, 10);
    expect(drift[0]!.measured! / drift[0]!.predicted!).toBeCloseTo(1, 1);
  });

  test('has no log-odds of a word that nobody writes', () => {
    const [{ drift }] = reinforced(fresh(), { drift: { words: ['<bos>'], probes: 16 }, steps: 1 }) as [
      Update,
    ];
    expect(drift[0]).toMatchObject({ frequency: 0, covariance: 0, predicted: null, measured: null });
  });
});
