import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAnswers } from './endpoint/countAnswers.ts';
import { grouped } from './grouped.ts';

const draws = fc.array(fc.option(fc.constantFrom('a', 'A', 'b', 'B ', 'c')), { minLength: 1, maxLength: 60 });
const canonical = (answer: string) => answer.trim().toLowerCase();

test('counted afterwards, answers are counted as at once, to the last bit', () => {
  fc.assert(
    fc.property(draws, fc.constantFrom(null, ['b', 'A', 'z']), (drawn, candidates) => {
      const at = countAnswers(
        drawn.map((answer) => answer && canonical(answer)),
        candidates,
        canonical,
      );
      expect(grouped(countAnswers(drawn, null), candidates, canonical)).toEqual(at);
    }),
  );
});

test('shares of which no number is told are added', () => {
  const drawn = {
    ...{ answers: ['a', 'A', 'b'], probability: Float64Array.of(0.25, 0.25, 0.125) },
    ...{ mass: 0.625, basis: 'sampled' as const },
  };
  expect(grouped(drawn, null, canonical)).toEqual({
    ...{ answers: ['a', 'b'], probability: Float64Array.of(0.5, 0.125), mass: 0.625, basis: 'sampled' },
  });
});
