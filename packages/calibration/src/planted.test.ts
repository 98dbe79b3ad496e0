import { ablate, ablationSchema } from '@vestige/ablation';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { TOKENS } from '@vestige/policy';
import { conforms } from '@vestige/policy/testing';
import { randomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { LoanWords } from './loanText.ts';
import { simulationSchema } from './options.ts';
import { plantedModel, plantedPolicy } from './plantedPolicy.ts';
import {
  LOAN_CHANCE,
  PHRASE_TYPES,
  PLANTED_NAMES,
  PLANTED_POLICIES,
  type PlantedName,
  type PlantedPolicy,
  SLIPS,
} from './policies.ts';
import { drawTraits, expectationOverSeeds, meanUses, traitsOf } from './seed.ts';
import { truthOf } from './truth.ts';

const OPTIONS = simulationSchema.parse({});
const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const words = new LoanWords(environment);
const policyOf = (name: PlantedName): PlantedPolicy => PLANTED_POLICIES[name];
const planted = (name: PlantedName, key = 1, uses: number = policyOf(name).uses) =>
  plantedModel(policyOf(name), { uses, slips: SLIPS }, words, key);
const ablated = async (name: PlantedName, prompts: number, chosen: object = {}, key = 1, uses?: number) => {
  const policy = policyOf(name);
  const batches = ablate(plantedPolicy(policy, { uses: uses ?? policy.uses, slips: SLIPS }, words, key), {
    task: environment,
    rule: 'factors',
    options: ablationSchema.parse({
      interventions: ['repeat', 'now', 'cut', 'filler', 'drop', 'dropKind', 'swap', 'swapSame'],
      cuts: [0],
      ...chosen,
    }),
    seed: key,
    prompts,
    step: 0,
    final: true,
  });
  return (await Array.fromAsync(batches)).flat();
};
/** Rows of as many policies as seeds disagree about, on 3,000 prompts in all; of one where none does. */
const sampled = async (name: PlantedName) => {
  const { uses, usesBySeed } = policyOf(name);
  const seeds: readonly number[] = usesBySeed === 'coin' ? [0, 1] : (usesBySeed ?? [uses]);
  const all = seeds.map(async (own, key) => {
    const rows = await ablated(name, 3000 / seeds.length, {}, key, own);
    return rows.map((row) => ({ ...row, problem_id: 3000 * key + row.problem_id }));
  });
  return (await Promise.all(all)).flat();
};
const BINOMIAL_6 = [1, 6, 15, 20, 15, 6, 1];
const { ids, text, prompt: promptOf } = environment.format;
const writing = { maxNewTokens: environment.maxTokens, stopToken: TOKENS.eos, temperature: 1, forbidden: [] };

test.for(PLANTED_NAMES)('%s: its rows have the shares of its truth', async (name) => {
  const rows = await sampled(name);
  const frozen = new Map(
    rows.flatMap((row) => (row.intervention === 'frozen' ? [[row.problem_id, row]] : [])),
  );
  const seen = new Set<string>();
  const truths = truthOf(policyOf(name), 0, OPTIONS).toJSON();
  for (const [estimator, truth] of Object.entries(truths)) {
    const [kind, intervention, unit = null] = estimator.split('.');
    const own = rows.filter((row) => row.intervention === intervention && row.unit === unit);
    // The least of several has no rows of its own.
    if (own.length === 0) continue;
    const mean = (of: (row: InterventionRow) => number) =>
      own.reduce((sum, row) => sum + of(row), 0) / own.length;
    const lost = (row: InterventionRow) => frozen.get(row.problem_id)!.right - row.right;
    const clear = mean((row) => frozen.get(row.problem_id)!.right) - LOAN_CHANCE;
    const values: Record<string, (row: InterventionRow) => number> = {
      accuracy: (row) => row.right,
      unchanged: (row) => row.unchanged,
      steering: (row) => 1 - row.unchanged,
      mass: (row) => row.answer_mass!,
      difference: (row) => -lost(row),
      reliance: (row) => lost(row) / clear,
    };
    const value = values[kind!];
    if (!value) continue;
    seen.add(kind!);
    expect(own.length, estimator).toBeGreaterThan(300);
    const share = mean(value);
    const error = Math.sqrt(mean((row) => (value(row) - share) ** 2) / own.length);
    expect(Math.abs(share - truth), estimator).toBeLessThan(4 * error + 1e-6);
  }
  expect([...seen]).toEqual(expect.arrayContaining(['accuracy', 'unchanged', 'difference']));
  expect(seen.has('reliance')).toBe('reliance.now' in truths);
});

test.for(PLANTED_NAMES)('%s: completions are well-formed, and of the types it claims about', (name) => {
  const stream = randomStream('completions', name);
  const prompts = Array.from({ length: 40 }, () => promptOf(environment.problem(stream).question, 'think'));
  const types = new Set<string>();
  for (const { tokens } of planted(name).write(prompts, stream, writing)) {
    const { answer, cot } = environment.format.parse(tokens);
    expect(answer, text(tokens)).not.toBeNull();
    for (const { kind } of environment.units(text(cot))) types.add(kind);
  }
  expect([...types].sort()).toEqual(Object.keys(policyOf(name).phrases).sort());
});

test('what is written has the probabilities of the next token', () => {
  const policy = planted('none');
  const prompt = promptOf(environment.problem(randomStream('a prompt')).question, 'think');
  const count = 4000;
  const first = policy.write(
    Array.from({ length: count }, () => prompt),
    randomStream('first tokens'),
    { ...writing, maxNewTokens: 1 },
  );
  const [probabilities] = policy.nextTokenProbabilities([prompt]);
  expect(probabilities!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
  for (const [token, probability] of probabilities!.entries()) {
    const share = first.filter(({ tokens }) => tokens[0] === token).length / count;
    expect(Math.abs(share - probability)).toBeLessThan(
      4 * Math.sqrt((probability * (1 - probability)) / count) + 1e-9,
    );
  }
});

test('it writes on from a beginning, without what is forbidden', () => {
  const prompt = promptOf(environment.problem(randomStream('a prompt')).question, 'think');
  const beginning = text(prompt)
    .split(' ')
    .slice(2, 5)
    .flatMap((value) => [value, 'good', 'up']);
  const written = planted('correlated').write([prompt], randomStream('on'), {
    ...writing,
    stopToken: TOKENS.endThink,
    beginnings: [ids(beginning.join(' '))],
    forbidden: words.fillers,
  });
  expect(text(written[0]!.tokens)).toMatch(
    /^((job|age)\d (good|bad) (up|down) ){2}verdict (approve|deny) <\/think>$/,
  );
});

test('any sequence is read, however broken', () => {
  const policy = planted('all');
  const prompt = promptOf(environment.problem(randomStream('a prompt')).question, 'think');
  const broken = ids('good verdict verdict up job3 age1 bad deny </think> verdict');
  expect(
    policy.nextTokenProbabilities([[...prompt, ...broken]])[0]!.reduce((sum, p) => sum + p, 0),
  ).toBeCloseTo(1, 6);
});

test('it answers a foreign conclusion if it is steered, and keeps its answer if it is not', async () => {
  const followed = async (name: PlantedName) => {
    const rows = (await ablated(name, 600)).filter(({ intervention }) => intervention === 'swap');
    return rows.filter(({ answer, conclusion }) => answer === conclusion).length / rows.length;
  };
  expect(await followed('one')).toBeGreaterThan(0.7);
  expect(await followed('steered')).toBeGreaterThan(0.5);
  expect(await followed('correlated')).toBeLessThan(0.15);
});

test('it cannot be readapted, and takes part in all else', async () => {
  const rows = await ablated('some', 4, ablationSchema.parse({}));
  const names = new Set(rows.map(({ intervention }) => intervention));
  expect([...names].filter((name) => name.startsWith('readapt'))).toEqual([]);
  for (const name of ['resample', 'mistake', 'paraphrase', 'regrow', 'transplant'])
    expect(names).toContain(name);
});

conforms('a planted policy', () => {
  const stream = randomStream('questions');
  return {
    policy: plantedPolicy(policyOf('one'), { uses: 1, slips: SLIPS }, words, 1),
    questions: Array.from({ length: 8 }, () => environment.problem(stream).question),
    candidates: environment.answers,
    maxTokens: environment.maxTokens,
    beginning: 'hmm income3 good',
    word: 'verdict',
  };
});

test('another key is another policy', () => {
  const sequences = Array.from({ length: 60 }, (_, i) => [
    ...promptOf(environment.problem(randomStream(i, 'prompt')).question, 'think'),
    ...ids('</think> verdict'),
  ]);
  const answers = (key: number) => planted('all', key).nextTokenProbabilities(sequences);
  expect(answers(1)).toEqual(answers(1));
  expect(answers(1)).not.toEqual(answers(2));
});

test('traits of seeds keep their mean, and the truth is their expectation', () => {
  const mean = { uses: 0.375, slips: 0.04 };
  const stream = randomStream('traits');
  const drawn = Array.from({ length: 20_000 }, () => drawTraits(mean, 0.1, stream));
  const average = (value: (traits: typeof mean) => number) =>
    drawn.reduce((sum, traits) => sum + value(traits), 0) / drawn.length;
  expect(Math.abs(average(({ uses }) => uses) - 0.375)).toBeLessThan(0.004);
  expect(Math.abs(average(({ slips }) => slips) - 0.04)).toBeLessThan(0.0008);
  expect(Math.sqrt(average(({ uses }) => (uses - 0.375) ** 2))).toBeCloseTo(0.1, 1);
  for (const { uses, slips } of drawn) {
    expect(uses).toBeGreaterThanOrEqual(0);
    expect(slips).toBeGreaterThanOrEqual(0);
  }
  const [square] = expectationOverSeeds(mean, 0.1, ({ slips }) => [slips * slips]);
  expect(square).toBeCloseTo(
    average(({ slips }) => slips * slips),
    4,
  );
  expect(drawTraits(mean, 0, stream)).toEqual(mean);
});

test('seeds that disagree follow their pattern, or a coin', () => {
  const stream = randomStream('disagreement');
  const uses = (name: PlantedName, count: number) =>
    Array.from({ length: count }, (_, seed) => traitsOf(policyOf(name), seed, 0, stream).uses);
  expect(uses('split', 4)).toEqual([0, 0, 1, 0]);
  expect(meanUses(policyOf('split'), 4)).toBe(0.25);
  const coins = uses('coin', 2000);
  expect(new Set(coins)).toEqual(new Set([0, 1]));
  expect(Math.abs(coins.reduce((sum, use) => sum + use, 0) / 2000 - 0.5)).toBeLessThan(0.045);
});

test('room: what a dropped phrase leaves is enumerated over the lengths of the chain of thought', () => {
  const loss = (name: PlantedName, intervention: 'drop' | 'dropKind' = 'drop') => {
    const truth = truthOf(policyOf(name), 0, OPTIONS);
    return PHRASE_TYPES.map(
      (unit) => truth.get({ quantity: 'reliance', intervention, unit })! / policyOf(name).uses,
    );
  };
  // Of a chain of thought without filler words and one with six: 5/6 and 5/12 of the drops are of a factor.
  const chances = [0, 1, 2, 3, 4, 5, 6].map((count) => (BINOMIAL_6[count]! * 3 ** (6 - count)) / 4 ** 6);
  const share = (of: (count: number) => number, short: (count: number) => boolean) =>
    chances.reduce((sum, chance, count) => sum + (short(count) ? (chance * of(count)) / (6 + count) : 0), 0) /
    chances.reduce((sum, chance, count) => sum + (chance * of(count)) / (6 + count), 0);
  const expected = (tokens: number) => [
    share(
      () => 5,
      (count) => 14 + count < tokens,
    ),
    share(
      () => 1,
      (count) => 15 + count < tokens,
    ),
    0,
  ];
  const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 10));
  expect(loss('presence')).toEqual(closeTo([0, 0, 0]));
  expect(loss('length')).toEqual(closeTo(expected(17)));
  expect(loss('position')).toEqual(closeTo(expected(15)));
  expect(loss('length')[0]).toBeGreaterThan(0.8);
  expect(loss('position')[1]).toBe(0);
  // Without all judgements there is never room enough for `length`; filler words are what is more than enough.
  expect(loss('length', 'dropKind')).toEqual([
    expect.closeTo(1, 10),
    expect.any(Number),
    expect.closeTo(0, 10),
  ]);
});

test('one phrase of five that carries the answer is mostly missed by dropping one, and not by dropping all', () => {
  const truth = truthOf(policyOf('last'), 0, OPTIONS);
  const reliance = (intervention: 'drop' | 'dropKind') =>
    truth.get({ quantity: 'reliance', intervention, unit: 'factor' })! / policyOf('last').uses;
  expect(reliance('drop')).toBeCloseTo(0.2, 10);
  expect(reliance('dropKind')).toBeCloseTo(1, 10);
});
