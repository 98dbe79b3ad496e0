// Experiment 5 put into figures: how the log-odds of a phrase drift while a policy is reinforced, and what the
// policy gradient predicts of it. One line per run, JSON: `node src/phraseDrift.ts LAYOUT OPTIMIZER RATE [SEEDS]`.
import { createEnvironment, type Environment, environmentSchema, TOKENS } from '@vestige/environment';
import { modelSchema, nextTokenProbabilities, Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { collectRollouts } from './collect.ts';
import { pretrainingSchema, reinforcementSchema } from './options.ts';
import { type Drift, predictDrift, type Scored } from './predictDrift.ts';
import { pretrain } from './pretrain.ts';
import { reinforce } from './reinforce.ts';

const RHOS = [-0.8, -0.4, 0, 0.4, 0.8];
const PROBES = 1024;
const COUNTED = 4096;
/** Updates whose mean is the initial slope. */
const FIRST = 10;

const [layout = 'after', optimizer = 'sgd', rate = '0.1', seeds = '1'] = process.argv.slice(2);
await useBackend();
for (let seed = 0; seed < Number(seeds); seed++) {
  for (const rho of RHOS) console.log(JSON.stringify({ layout, optimizer, seed, rho, ...drifts(seed, rho) }));
}

function drifts(seed: number, rho: number) {
  const environment = createEnvironment(environmentSchema.parse({ kind: 'phrase', layout, rho }));
  const policy = Transformer.random(
    modelSchema.parse({}),
    environment.vocabulary.length,
    randomStream(seed, 'model'),
  );
  const pretraining = pretrainingSchema.parse({ steps: 180, warmup: 20 });
  for (const _ of pretrain(policy, environment, pretraining, seed));
  const reward = createReward(environment, rewardsSchema.parse({}));
  const learningRate = Number(rate);
  const options = reinforcementSchema.parse({
    ...{ steps: 30, minimumSteps: 30, kl: 0, optimizer, learningRate, warmup: optimizer === 'sgd' ? 0 : 10 },
    ...(optimizer === 'sgd' && { maxGradientNorm: null }),
  });
  const F = environment.vocabulary.indexOf('F');
  const feature = {
    present: ({ completion }: Scored) => Array.from(completion).includes(F),
    stratum: ({ prompt }: Scored) => prompt[1],
  };
  const draw = (count: number, step: number) => {
    const stream = randomStream(seed, 'probes', step);
    const problems = Array.from({ length: count }, () => environment.problem(stream));
    return collectRollouts(
      policy,
      environment,
      problems,
      { rule: 'a', reward, temperature: 1, forced: 0 },
      stream,
    );
  };
  const counted = (step: number) => {
    const share = draw(COUNTED, step).filter(feature.present).length / COUNTED;
    return { share, logOdds: Math.log(share / (1 - share)) };
  };

  const first = counted(1000);
  const firstEffect = effectOfForcing(policy, environment);
  const rows: (Drift & { accuracy: number })[] = [];
  const reference = policy.clone();
  let before = policy.clone();
  let probes = draw(PROBES, 0);
  for (const { rollouts, row } of reinforce(policy, reference, {
    environment,
    rule: 'a',
    reward,
    options,
    seed,
  })) {
    rows.push({
      accuracy: row.accuracy,
      ...predictDrift(before, policy, rollouts, probes, { feature, learningRate: row.learning_rate }),
    });
    before.dispose();
    before = policy.clone();
    probes = draw(PROBES, row.step);
  }
  const last = counted(1001);
  const lastEffect = effectOfForcing(policy, environment);
  for (const model of [policy, reference, before]) model.dispose();
  const sum = (of: keyof Drift, some = rows) => some.reduce((total, row) => total + row[of], 0);
  const start = rows.slice(0, FIRST);
  const mean = (of: keyof Drift) => sum(of, start) / FIRST;
  return {
    counted: { first: first.share, last: last.share, drift: last.logOdds - first.logOdds },
    total: {
      measured: sum('measured'),
      predicted: sum('predicted'),
      alongStep: sum('alongStep'),
      selection: sum('selection'),
    },
    slope: {
      ...{
        covariance: mean('covariance'),
        covarianceWithin: mean('covarianceWithin'),
        coupling: mean('coupling'),
      },
      ...{
        measured: mean('measured'),
        predicted: mean('predicted'),
        alongStep: mean('alongStep'),
        selection: mean('selection'),
      },
    },
    effect: { first: firstEffect, last: lastEffect },
    accuracy: [rows[0]!.accuracy, rows.at(-1)!.accuracy],
    updates: rows.map(({ measured, predicted }) => [measured, predicted]),
  };
}

/**
 * What forcing F instead of G does, mean over prompts. `answer`: mean absolute change of P(A) at the same strategy,
 * over both. `strategy`: change of P(a), where the phrase comes first; 0 where it comes after.
 */
function effectOfForcing(policy: Transformer, environment: Environment) {
  const stream = randomStream(0, 'forcing');
  const prompts = Array.from({ length: 128 }, () => environment.problem(stream).prompt);
  const id = (word: string) => environment.vocabulary.indexOf(word);
  const probability = (words: readonly string[], word: string) =>
    nextTokenProbabilities(
      policy,
      prompts.map((prompt) => [...prompt, ...words.map(id)]),
    ).map((row) => row[id(word)]!);
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const cot = (phrase: string, strategy: string) =>
    layout === 'after' ? [strategy, 'so', phrase] : [phrase, 'so', strategy];
  const end = environment.vocabulary[TOKENS.endThink]!;
  const answer = ['a', 'b'].flatMap((strategy) => {
    const [withF, withG] = ['F', 'G'].map((phrase) => probability([...cot(phrase, strategy), end], 'A'));
    return withF!.map((p, i) => Math.abs(p - withG![i]!));
  });
  const [afterF, afterG] = ['F', 'G'].map((phrase) => mean(probability([phrase, 'so'], 'a')));
  return { answer: mean(answer), strategy: layout === 'after' ? 0 : afterF! - afterG! };
}
