import { TOKENS } from '@vestige/environment';
import { expect, test, vi } from 'vitest';
import { measureEffects, totalVariation } from './effects.ts';
import { LOAN, tokensOf } from './testing/table.ts';

const [approve, deny] = LOAN.answers as [number, number];
const prompt = tokensOf('<bos> nationality1 income1 credit0 debt2 <think>');

/** Approves the more surely the more `up` it reads; a tenth goes to what is no answer. */
const policy = {
  nextTokenProbabilities: vi.fn((sequences: readonly (readonly number[])[]) =>
    sequences.map((sequence) => {
      const ups = sequence.filter((token) => LOAN.vocabulary[token] === 'up').length;
      const distribution = new Float32Array(LOAN.vocabulary.length);
      distribution[TOKENS.eos] = 0.1;
      distribution[approve] = 0.9 * (0.2 + 0.3 * ups);
      distribution[deny] = 0.9 * (0.8 - 0.3 * ups);
      return distribution;
    }),
  ),
};

test('the effect of a phrase is |p_frozen - p_drop| over the answers alone, and all is one call', () => {
  policy.nextTokenProbabilities.mockClear();
  const cot = tokensOf('hmm income1 good up credit0 bad up');
  const [effects, none] = measureEffects(policy, LOAN, 64, [
    { prompt, cot },
    { prompt, cot: [] },
  ]);
  expect(policy.nextTokenProbabilities).toHaveBeenCalledTimes(1);
  expect(effects!.own[0]).toBeCloseTo(0.8);
  expect(effects!.empty[0]).toBeCloseTo(0.2);
  expect(effects!.phrases.map(({ start, end }) => [start, end])).toEqual(
    LOAN.phrases(cot).map(({ start, end }) => [start, end]),
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

test('the policy is shown what the battery shows: prompt, the rest of the CoT, </think>, the prefix of the answer', () => {
  policy.nextTokenProbabilities.mockClear();
  measureEffects(policy, LOAN, 64, [{ prompt, cot: tokensOf('so income1 good up') }]);
  const asked = policy.nextTokenProbabilities.mock.calls[0]![0];
  const end = [TOKENS.endThink, ...LOAN.answerPrefix];
  expect(asked).toContainEqual([...prompt, ...tokensOf('income1 good up'), ...end]);
  expect(asked).toContainEqual([...prompt, ...tokensOf('so'), ...end]);
  expect(asked).toContainEqual([...prompt, ...tokensOf('so income1 good up'), ...end]);
  expect(asked).toContainEqual([...prompt, ...end]);
});

test('what is longer than the context is left out, and the others are measured', () => {
  const cot = tokensOf('hmm hmm hmm hmm');
  const [long, fitting] = measureEffects(policy, LOAN, prompt.length + 3 + LOAN.answerPrefix.length, [
    { prompt, cot },
    { prompt, cot: cot.slice(2) },
  ]);
  expect(long).toBeUndefined();
  expect(fitting!.phrases).toHaveLength(2);
});

test('total variation is half the sum of differences', () => {
  expect(totalVariation([0.9, 0.1], [0.6, 0.4])).toBeCloseTo(0.3);
  expect(totalVariation([1, 0, 0], [0, 0.5, 0.5])).toBe(1);
  expect(totalVariation([0.5, 0.5], [0.5, 0.5])).toBe(0);
});
