import * as tf from '@tensorflow/tfjs-core';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { type Policy, TOKENS, wordPolicy } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { transformerPolicy } from '@vestige/training';
import { beforeAll, describe, expect, test } from 'vitest';
import { ablate } from './ablate.ts';
import type { AblationTask } from './ablationTask.ts';
import { interventionNames } from './battery.ts';
import { KIND_NAMES } from './interventions/index.ts';
import { ablationSchema } from './options.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const policyOf = (model: Transformer, { format } = environment) => transformerPolicy(model, format);
const rowsOf = async (policy: Policy, ablation: AblationTask) =>
  (await Array.fromAsync(ablate(policy, ablation))).flat();
const options = ablationSchema.parse({});
const everything = { ...options, force: ['hmm', 'income3'], forbid: ['verdict'] };

describe('the battery on a policy', () => {
  let model: Transformer;
  const task = { task: environment, rule: 'factors', options, seed: 0, prompts: 24, step: 7, final: true };

  beforeAll(async () => {
    await useBackend();
    const shape = { width: 16, layers: 1, heads: 2, contextLength: 64 };
    model = Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
  });

  test('gives one row per prompt and intervention, and pairs them', async () => {
    const rows = await rowsOf(policyOf(model), { ...task, options: everything });
    const names = interventionNames(everything, environment);
    expect(names).toContain('readaptThinking30');
    expect(rows).toHaveLength(names.length * task.prompts);
    for (const name of names) {
      const some = rows.filter(({ intervention }) => intervention === name);
      expect(some.map(({ problem_id }) => problem_id)).toEqual(
        Array.from({ length: task.prompts }, (_, i) => i),
      );
      for (const [i, row] of some.entries()) expect(row.label).toBe(rows[i]!.label);
    }
    expect([...new Set(rows.map(({ intervention }) => intervention))]).toEqual(names);
    for (const row of rows) {
      expect(row.group).toBeNull();
      expect(row.right).toBe(Number(row.answer === row.label));
      expect(row.passes_probability).toBeNull();
      expect(row.answer_mass).toBeGreaterThan(0);
      expect(row.answer_mass).toBeLessThanOrEqual(1.00001);
      expect(row.label_probability).toBeGreaterThanOrEqual(0);
      expect(row.label_probability).toBeLessThanOrEqual(1.00001);
    }
    const frozen = rows.filter(({ intervention }) => intervention === 'frozen');
    expect(frozen.every(({ unchanged, frozen_answer_probability: p }) => unchanged === 1 && p >= 0.5)).toBe(
      true,
    );
  });

  test('keeps the prefix it grows from, and forbids what is forbidden', async () => {
    const rows = await rowsOf(policyOf(model), { ...task, options: { ...everything, readaptation: [] } });
    const cots = (name: string) =>
      rows.filter(({ intervention }) => intervention === name).map(({ thought }) => thought!);
    for (const text of cots('force')) expect(text).toMatch(/^hmm income3( |$)/);
    expect(cots('own').some((text) => text.includes('verdict'))).toBe(true);
    for (const text of cots('forbid')) expect(text).not.toContain('verdict');
    expect(cots('regrow')).toEqual(cots('transplant'));
    expect(cots('flip')).toEqual(cots('frozen'));
    const units = new Set(rows.map(({ unit }) => unit));
    for (const { intervention, unit, thought } of rows) {
      if (['own', 'now', 'swap', 'flip', 'regrow', 'forbid'].includes(intervention)) expect(unit).toBeNull();
      if (intervention === 'force') expect(unit).toBe('filler');
      expect(thought ?? '').not.toContain('</think>');
    }
    expect(units.size).toBeGreaterThan(2);
  });

  test('gives the label of the prompt that was shown', async () => {
    const rows = await rowsOf(policyOf(model), {
      ...task,
      rule: 'nationality',
      options: { ...options, readaptation: [] },
    });
    for (const { intervention, label, shown_label } of rows) {
      expect(shown_label === label).toBe(!['flip', 'regrow'].includes(intervention));
    }
  });

  test('groups of prompts stand in the rows', async () => {
    const chain = createEnvironment(environmentSchema.parse({ kind: 'chain', hintRate: 0.5 }));
    const shape = { width: 16, layers: 1, heads: 2, contextLength: 64 };
    const untrained = Transformer.random(shape, chain.vocabulary.length, randomStream(0, 'model'));
    const rows = await rowsOf(policyOf(untrained, chain), {
      ...task,
      task: chain,
      rule: 'hint',
      final: false,
    });
    expect([...new Set(rows.map(({ group }) => group))].sort()).toEqual(['hinted', 'unhinted']);
    for (const { question, group } of rows) expect(chain.problemOf(question)!.group).toBe(group);
    untrained.dispose();
  });

  test('readapts a copy, with either kind of answers, and not before the last checkpoint', async () => {
    const before = [...model.parameters.keys()].map((name) => model.values(name).slice());
    const readaptation = { readaptation: [2, 1], readaptationAnswers: ['own' as const, 'label' as const] };
    const chosen = { ...options, interventions: [], ...readaptation };
    const rows = await rowsOf(policyOf(model), { ...task, options: chosen });
    expect([...new Set(rows.map(({ intervention }) => intervention))]).toEqual([
      ...['own', 'frozen', 'readapt1', 'readaptThinking1', 'readapt2', 'readaptThinking2'],
      ...['readaptLabel1', 'readaptLabelThinking1', 'readaptLabel2', 'readaptLabelThinking2'],
    ]);
    for (const [i, name] of [...model.parameters.keys()].entries()) {
      expect(model.values(name)).toEqual(before[i]);
    }
    const probability = (name: string) =>
      rows
        .filter(({ intervention }) => intervention === name)
        .reduce((sum, { answer_mass }) => sum + answer_mass!, 0);
    expect(probability('readapt2')).toBeGreaterThan(probability('readapt1'));
    expect(
      await rowsOf(policyOf(model), {
        ...task,
        final: false,
        options: { ...chosen, checkpointInterventions: [] },
      }),
    ).toHaveLength(2 * task.prompts);
  });

  test('what cannot be fine-tuned has no readaptation', async () => {
    const chosen = { ...task, options: { ...everything, readaptation: [1] } };
    const { finetune: _, ...fixed } = policyOf(model);
    expect(await rowsOf(fixed, chosen)).toEqual(
      (await rowsOf(policyOf(model), chosen)).filter(
        ({ intervention }) => !intervention.startsWith('readapt'),
      ),
    );
  });

  test('stops where it is when it is told to', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const stopped = async () => {
      for await (const [row] of ablate(policyOf(model), task, stop.signal)) {
        seen.push(row!.intervention);
        if (seen.length === 3) stop.abort(new Error('enough'));
      }
    };
    await expect(stopped()).rejects.toThrow('enough');
    expect(seen).toEqual(['own', 'frozen', 'now']);
  });

  test('goes on after whatever it had yielded to what it would have yielded', async () => {
    const chosen = {
      ...task,
      prompts: 8,
      options: {
        ...everything,
        interventions: [...KIND_NAMES],
        forbid: ['verdict', 'income3'],
        substitute: { income3: 'credit3' },
        readaptation: [1, 3],
        readaptationAnswers: ['own' as const, 'label' as const],
      },
    };
    const whole = await Array.fromAsync(ablate(policyOf(model), chosen));
    expect(whole.length).toBe(interventionNames(chosen.options, environment).length);
    // On the native backend, where so small ops are slow, after some of them.
    const each = process.env.VESTIGE_BACKEND === 'tensorflow' ? 8 : 1;
    for (let done = 0; done <= whole.length; done += each) {
      const rest = await Array.fromAsync(ablate(policyOf(model), { ...chosen, done }));
      expect(rest).toEqual(whole.slice(done));
    }
  });

  test('a policy in blocks cannot go on', async () => {
    const blocks: Policy = { ...policyOf(model), block: 4 };
    await expect(rowsOf(blocks, { ...task, done: 1 })).rejects.toThrow('nothing of a policy in blocks');
  });

  test('a policy that gives no answer any probability has equal shares, and a mass of 0', async () => {
    const certain = Float32Array.from(environment.vocabulary, (_, token) => Number(token === TOKENS.pad));
    const silent = {
      write: (prompts: readonly unknown[]) => prompts.map(() => ({ tokens: [TOKENS.endThink] })),
      nextTokenProbabilities: (sequences: readonly unknown[]) => sequences.map(() => certain),
    };
    for (const row of await rowsOf(wordPolicy('silent', silent, environment.format), task)) {
      expect(row).toMatchObject({
        answer_mass: 0,
        label_probability: 0.5,
        frozen_answer_probability: 0.5,
      });
    }
  });

  test('readaptation at an absurd learning rate stops at once', async () => {
    const absurd = { ...options, interventions: [], readaptationLearningRate: 1e30 };
    await expect(rowsOf(policyOf(model), { ...task, options: absurd })).rejects.toThrow(
      /^training left the finite numbers at optimizer step 2: .* learning rate of 1e\+30; try a lower one$/,
    );
  });

  test('leaves no tensors behind', async () => {
    const tensors = tf.memory().numTensors;
    await rowsOf(policyOf(model), { ...task, options: { ...everything, readaptation: [1] } });
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('counts an answer that always passes as correct, whatever the label', async () => {
    const tests = createEnvironment(environmentSchema.parse({ kind: 'tests' }));
    const shape = { width: 16, layers: 1, heads: 2, contextLength: 64 };
    const untrained = Transformer.random(shape, tests.vocabulary.length, randomStream(0, 'model'));
    const ablation = { ...task, task: tests, rule: 'tests', prompts: 40, final: false };
    const rows = await rowsOf(policyOf(untrained, tests), ablation);
    const hack = '<hack>';
    expect(rows.filter(({ answer }) => answer === hack).length).toBeGreaterThan(0);
    expect(rows.filter(({ answer }) => answer !== hack && answer !== null).length).toBeGreaterThan(0);
    for (const { intervention, answer, label, right, ...row } of rows) {
      expect(right).toBe(Number(answer === label || answer === hack));
      if (intervention === 'own') expect(row.passes_probability).toBe(Number(answer === hack));
      else expect(row.passes_probability).toBeGreaterThan(0);
      // The most probable of eleven answers.
      if (intervention !== 'own' && answer === hack) expect(row.passes_probability).toBeGreaterThan(1 / 11);
    }
    untrained.dispose();
  });

  test('is reproducible, and more prompts keep the first ones', async () => {
    const some = { ...task, options: { ...everything, readaptation: [2] } };
    expect(await rowsOf(policyOf(model), some)).toEqual(await rowsOf(policyOf(model), some));
    const questions = async (count: number) =>
      (await rowsOf(policyOf(model), { ...task, prompts: count, final: false }))
        .filter(({ intervention }) => intervention === 'frozen')
        .map(({ question }) => question);
    expect((await questions(30)).slice(0, 24)).toEqual(await questions(24));
  });

  test('a policy that never ends its thought is asked all the same, and counted wrong', async () => {
    const rows = await rowsOf(policyOf(model), { ...task, final: false });
    const own = rows.filter(({ intervention }) => intervention === 'own');
    const malformed = own.filter(({ answer }) => answer === null);
    expect(malformed.length).toBeGreaterThan(0);
    for (const { right, raw } of malformed) {
      expect(right).toBe(0);
      expect(raw).not.toMatch(/<\/think> verdict \w+ <eos>$/);
    }
  });
});
