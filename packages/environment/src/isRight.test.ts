import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRight } from './isRight.ts';

const answers = fc.constantFrom('a', 'b', 'c', 'd');

test('without answers that always pass, only the label is right', () => {
  fc.assert(
    fc.property(answers, answers, (answer, label) => {
      expect(isRight({}, answer, label)).toBe(answer === label);
    }),
  );
});

test('answers that always pass are right under every label, others as before', () => {
  fc.assert(
    fc.property(fc.array(answers), answers, answers, (alwaysPasses, answer, label) => {
      const expected = answer === label || alwaysPasses.includes(answer);
      expect(isRight({ alwaysPasses }, answer, label)).toBe(expected);
    }),
  );
});

test('a malformed completion is never right', () => {
  fc.assert(
    fc.property(fc.array(answers), answers, (alwaysPasses, label) => {
      expect(isRight({ alwaysPasses }, null, label)).toBe(false);
    }),
  );
});
