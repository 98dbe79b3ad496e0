import fc from 'fast-check';
import { expect, test } from 'vitest';
import { count, shared, split } from './segments.ts';

/** Token 0 ends a sentence, token 1 a line; all others are words. */
const textOf = (token: number) => ['.', '\n'][token] ?? ' word';
const tokens = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 400 });

test('segments are the text again, none of them empty or longer than 128 tokens', () => {
  fc.assert(
    fc.property(tokens, (text) => {
      const segments = split(text, textOf);
      expect(segments.flat()).toEqual(text);
      for (const { length } of segments) {
        expect(length).toBeGreaterThan(0);
        expect(length).toBeLessThanOrEqual(128);
      }
      for (const segment of segments.slice(0, -1)) {
        expect(segment.length).toBeGreaterThanOrEqual(8);
        expect(segment.length === 128 || segment.at(-1)! < 2).toBe(true);
      }
    }),
  );
});

test('texts that begin alike have the same segments there, but for the one in which they part', () => {
  fc.assert(
    fc.property(tokens, tokens, tokens, (beginning, one, other) => {
      const [a, b] = [split([...beginning, ...one], textOf), split([...beginning, ...other], textOf)];
      const whole = split(beginning, textOf);
      const known = Math.max(0, whole.length - 1);
      expect(shared(a, whole)).toBeGreaterThanOrEqual(known);
      expect(shared(a, b)).toBeGreaterThanOrEqual(known);
      expect(count(a.slice(0, shared(a, b)))).toBeGreaterThanOrEqual(count(whole.slice(0, known)));
    }),
  );
});

test('a sentence ends with its quotation marks and brackets', () => {
  const texts = [' a', ' b', ' c', ' d', ' e', ' f', ' g', ' h', '."', ' i', '1', '.5', ' j', '!)', ' k'];
  const segments = split(
    texts.map((_, i) => i),
    (token) => texts[token]!,
  );
  expect(segments.map((segment) => segment.length)).toEqual([9, 6]);
});
