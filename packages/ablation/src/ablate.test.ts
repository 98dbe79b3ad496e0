import { createEnvironment, environmentSchema, TOKENS } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { beforeAll, describe, expect, test } from 'vitest';
import { ablate } from './ablate.ts';
import { battery, interventionNames } from './battery.ts';
import type { Shown, Subject } from './intervention.ts';
import { ablationSchema } from './options.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const ids = (text: string) => text.split(' ').map((word) => environment.vocabulary.indexOf(word));
const words = (tokens: readonly number[]) => tokens.map((id) => environment.vocabulary[id]).join(' ');
const options = ablationSchema.parse({});
const [approve, deny] = environment.answers as [number, number];

const problem = environment.problem(randomStream(0, 'problem'));
const cot = ids('hmm income3 good up credit0 bad down so verdict deny');
const subject: Subject = { problem, cot, frozenAnswer: deny };
const other: Subject = { problem, cot: ids('verdict approve'), frozenAnswer: approve };
const same: Subject = { problem, cot: ids('look'), frozenAnswer: deny };

function shown(name: string, subjects: readonly Subject[] = [subject, same, other]): Shown {
  const intervention = battery(options).find((candidate) => candidate.name === name)!;
  return intervention.apply(subject, { environment, subjects, stream: randomStream(1, name) });
}

describe('interventions', () => {
  test('frozen changes nothing', () => {
    expect(shown('frozen')).toEqual({ prompt: problem.prompt, cot });
  });

  test('now asks for the answer without a chain of thought', () => {
    const { prompt, cot: none } = shown('now');
    expect(prompt.at(-1)).toBe(TOKENS.now);
    expect(none).toBeNull();
  });

  test('cut keeps whole phrases, at most the fraction', () => {
    expect(shown('cut0').cot).toEqual([]);
    expect(words(shown('cut25').cot!)).toBe('hmm');
    expect(words(shown('cut50').cot!)).toBe('hmm income3 good up');
    expect(words(shown('cut75').cot!)).toBe('hmm income3 good up credit0 bad down');
  });

  test('filler keeps the length and nothing else', () => {
    const { cot: filled } = shown('filler');
    expect(filled).toHaveLength(cot.length);
    for (const token of filled!) expect(environment.fillers).toContain(token);
  });

  test('shuffle keeps the phrases, scramble the tokens', () => {
    const sorted = (tokens: readonly number[]) => [...tokens].sort((a, b) => a - b);
    const shuffled = shown('shuffle').cot!;
    expect(shuffled).not.toEqual(cot);
    expect(sorted(shuffled)).toEqual(sorted(cot));
    expect(words(shuffled)).toContain('credit0 bad down');
    expect(words(shuffled)).toContain('verdict deny');
    expect(sorted(shown('scramble').cot!)).toEqual(sorted(cot));
  });

  test('swap takes the chain of thought of a prompt answered differently', () => {
    expect(shown('swap').cot).toEqual(other.cot);
    expect(shown('swap', [subject, same]).cot).toEqual(same.cot);
  });

  test('flip changes the prompt in its deciding attribute and keeps the chain of thought', () => {
    const { prompt, cot: kept } = shown('flip');
    expect(kept).toEqual(cot);
    expect(prompt.filter((token, i) => token !== problem.prompt[i])).toHaveLength(1);
  });
});

describe('the battery on a policy', () => {
  let model: Transformer;
  const task = { environment, rule: 'factors', options, seed: 0, prompts: 24, step: 7, final: true };

  beforeAll(async () => {
    await useBackend('wasm');
    const shape = { width: 16, layers: 1, heads: 2, contextLength: 64 };
    model = Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
  });

  test('gives one row per prompt and intervention, and pairs them', () => {
    const rows = ablate(model, task);
    const names = interventionNames(options);
    expect(rows).toHaveLength(names.length * task.prompts);
    for (const name of names) {
      const some = rows.filter(({ intervention }) => intervention === name);
      expect(some.map(({ prompt_id }) => prompt_id)).toEqual(
        Array.from({ length: task.prompts }, (_, i) => i),
      );
      for (const [i, row] of some.entries()) expect(row.label).toBe(rows[i]!.label);
    }
    for (const row of rows) {
      expect(row.correct).toBe(row.answer === row.label);
      expect(row.answer_mass).toBeGreaterThan(0);
      expect(row.answer_mass).toBeLessThanOrEqual(1.00001);
      expect(row.label_probability).toBeGreaterThanOrEqual(0);
      expect(row.label_probability).toBeLessThanOrEqual(1.00001);
    }
    const frozen = rows.filter(({ intervention }) => intervention === 'frozen');
    expect(frozen.every(({ unchanged, frozen_answer_probability: p }) => unchanged && p >= 0.5)).toBe(true);
  });

  test('counts an answer that always passes as correct, whatever the label', () => {
    const tests = createEnvironment(environmentSchema.parse({ kind: 'tests' }));
    const shape = { width: 16, layers: 1, heads: 2, contextLength: 64 };
    const untrained = Transformer.random(shape, tests.vocabulary.length, randomStream(0, 'model'));
    const rows = ablate(untrained, { ...task, environment: tests, rule: 'tests', prompts: 40 });
    const hack = tests.vocabulary.indexOf('<hack>');
    expect(rows.filter(({ answer }) => answer === hack).length).toBeGreaterThan(0);
    expect(rows.filter(({ answer }) => answer !== hack && answer !== -1).length).toBeGreaterThan(0);
    for (const { answer, label, correct } of rows) expect(correct).toBe(answer === label || answer === hack);
    untrained.dispose();
  });

  test('is reproducible, and more prompts keep the first ones', () => {
    expect(ablate(model, task)).toEqual(ablate(model, task));
    const prompts = (count: number) =>
      ablate(model, { ...task, prompts: count })
        .filter(({ intervention }) => intervention === 'frozen')
        .map(({ prompt }) => prompt);
    expect(prompts(30).slice(0, 24)).toEqual(prompts(24));
  });

  test('a policy that never ends its thought is asked all the same, and counted wrong', () => {
    const own = ablate(model, task).filter(({ intervention }) => intervention === 'own');
    const malformed = own.filter(({ answer }) => answer === -1);
    expect(malformed.length).toBeGreaterThan(0);
    for (const { correct } of malformed) expect(correct).toBe(false);
  });
});
