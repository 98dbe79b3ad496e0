import { TOKENS, wordPolicy } from '@vestige/policy';
import { expect, test, vi } from 'vitest';
import { measureEffects, totalVariation } from './effects.ts';
import { LOAN } from './testing/table.ts';

const { ids } = LOAN.format;
const [approve, deny] = LOAN.format.answers as [number, number];
const question = 'nationality1 income1 credit0 debt2';
const prompt = LOAN.format.prompt(question, 'think');

/** Approves the more surely the more `up` it reads; a tenth goes to what is no answer. */
const nextTokenProbabilities = vi.fn((sequences: readonly (readonly number[])[]) =>
  sequences.map((sequence) => {
    const ups = sequence.filter((token) => LOAN.vocabulary[token] === 'up').length;
    const distribution = new Float32Array(LOAN.vocabulary.length);
    distribution[TOKENS.eos] = 0.1;
    distribution[approve] = 0.9 * (0.2 + 0.3 * ups);
    distribution[deny] = 0.9 * (0.8 - 0.3 * ups);
    return distribution;
  }),
);
const policy = wordPolicy('test', { nextTokenProbabilities, write: () => [] }, LOAN.format);

test('the effect of a phrase is |p_frozen - p_drop| over the answers alone, and all is one call', async () => {
  nextTokenProbabilities.mockClear();
  const thought = 'hmm income1 good up credit0 bad up';
  const [effects, none] = await measureEffects(policy, LOAN, 64, [
    { question, thought },
    { question, thought: '' },
  ]);
  expect(nextTokenProbabilities).toHaveBeenCalledTimes(1);
  expect(effects!.own[0]).toBeCloseTo(0.8);
  expect(effects!.empty[0]).toBeCloseTo(0.2);
  expect(effects!.phrases.map(({ start, end }) => [start, end])).toEqual(
    LOAN.units(thought).map(({ start, end }) => [start, end]),
  );
  const [hmm, first, second] = effects!.phrases;
  expect(hmm!.effect).toBeCloseTo(0);
  expect(first!.effect).toBeCloseTo(0.3);
  expect(second!.effect).toBeCloseTo(0.3);
  expect(second!.without[0]).toBeCloseTo(0.5);
  expect(none).toEqual({
    ...{ own: effects!.empty, empty: effects!.empty, phrases: [] },
    mass: { own: effects!.mass.empty, empty: effects!.mass.empty },
  });
  for (const mass of [effects!.mass.own, effects!.mass.empty, second!.mass]) expect(mass).toBeCloseTo(0.9);
});

test('the policy is shown what the battery shows: prompt, the rest of the CoT, </think>, the prefix of the answer', async () => {
  nextTokenProbabilities.mockClear();
  await measureEffects(policy, LOAN, 64, [{ question, thought: 'so income1 good up' }]);
  const asked = nextTokenProbabilities.mock.calls[0]![0];
  const end = [TOKENS.endThink, ...ids(LOAN.answerPrefix)];
  expect(asked).toContainEqual([...prompt, ...ids('income1 good up'), ...end]);
  expect(asked).toContainEqual([...prompt, ...ids('so'), ...end]);
  expect(asked).toContainEqual([...prompt, ...ids('so income1 good up'), ...end]);
  expect(asked).toContainEqual([...prompt, ...end]);
});

test('what is longer than the context is left out, and the others are measured', async () => {
  const room = prompt.length + 3 + ids(LOAN.answerPrefix).length;
  const [long, fitting] = await measureEffects(policy, LOAN, room, [
    { question, thought: 'hmm hmm hmm hmm' },
    { question, thought: 'hmm hmm' },
  ]);
  expect(long).toBeUndefined();
  expect(fitting!.phrases).toHaveLength(2);
});

test('total variation is half the sum of differences', () => {
  expect(totalVariation([0.9, 0.1], [0.6, 0.4])).toBeCloseTo(0.3);
  expect(totalVariation([1, 0, 0], [0, 0.5, 0.5])).toBe(1);
  expect(totalVariation([0.5, 0.5], [0.5, 0.5])).toBe(0);
});
