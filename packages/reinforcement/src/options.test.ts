import { expect, test } from 'vitest';
import { reinforcementSchema } from './options.ts';

test.for([
  [
    '(?=look)ahead',
    /regular expression as RE2 takes it \(error parsing regexp: invalid or unsupported Perl syntax/,
  ],
  ['(a)\\1', /regular expression as RE2 takes it/],
  ['(open', /regular expression as RE2 takes it \(error parsing regexp: missing closing \)/],
] as const)('the pattern %s is refused', ([source, message]) => {
  const { error } = reinforcementSchema.safeParse({ patterns: { mine: source } });
  expect(error!.issues).toMatchObject([
    { path: ['patterns', 'mine'], message: expect.stringMatching(message) },
  ]);
});

test('a word of signs alone is refused', () => {
  expect(reinforcementSchema.safeParse({ words: ['!'] }).success).toBe(false);
});
