import { expect, test } from 'vitest';
import { templatesOf } from './templates.ts';

test('sentences that differ in numbers and space alone are one template', () => {
  expect(templatesOf('So  x = 3. Wait.\nSo x = 14.5.')).toEqual(['So x = #.', 'Wait.', 'So x = #.']);
});

test('a formula is whole, and a long unit is none', () => {
  expect(templatesOf('Here \\(x. Y\\) holds. Next.')).toEqual(['Here \\(x. Y\\) holds.', 'Next.']);
  expect(templatesOf(`${'long '.repeat(100)}. Short.`)).toEqual(['Short.']);
});
