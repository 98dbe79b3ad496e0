import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { discover } from './discover.ts';

const OPTIONS = { minimumShare: 0.05, longest: 4, words: [], patterns: {}, most: 100 };
const sampled = (texts: readonly string[]) => texts.map((text) => ({ text, step: 0 }));
const names = (texts: readonly string[], thirds = new Uint8Array(texts.length), options = OPTIONS) =>
  discover(sampled(texts), thirds, options).features.map(({ kind, name }) => `${kind} ${name}`);

test('of a phrase and what it is made of the longest stands alone', () => {
  const texts = Array.from({ length: 40 }, (_, i) =>
    i % 2 ? `q${'ab'.repeat(i)} let me think` : `z${'ba'.repeat(i)}`,
  );
  expect(names(texts)).toEqual(['phrase let me think']);
});

test('a word that is elsewhere, too, stands by itself', () => {
  const texts = Array.from({ length: 40 }, (_, i) => ['let me think', 'think hard', 'no', ''][i % 4]!);
  expect(names(texts).sort()).toEqual([
    'phrase let me think',
    'phrase no',
    'phrase think',
    'phrase think hard',
  ]);
});

test('two that are nearly everywhere are not alike for that', () => {
  const texts = Array.from({ length: 100 }, (_, i) =>
    i === 0 ? 'we go' : i === 1 ? 'they go' : 'we. they. go',
  );
  // Where neither is decides, and one lacks where the other does not.
  expect(names(texts)).toContain('phrase we');
  expect(names(texts)).toContain('phrase they');
});

test('what is frequent in one third alone is found', () => {
  const texts = Array.from({ length: 300 }, (_, i) => (i % 50 === 0 && i < 100 ? 'rarely' : ''));
  const thirds = Uint8Array.from(texts, (_, i) => Math.floor(i / 100));
  expect(names(texts, thirds, { ...OPTIONS, minimumShare: 0.02 })).toEqual(['phrase rarely']);
  expect(names(texts, thirds, { ...OPTIONS, minimumShare: 0.03 })).toEqual([]);
});

test('numbers are alike, sentences that differ in them are one template, and numbers alone are no phrase', () => {
  const stream = randomStream('numbers');
  const texts = Array.from({ length: 40 }, () => `So f(${stream.integer(99)}) = ${stream.integer(99)}.`);
  expect(names(texts)).toEqual(['unit So f(#) = #.']);
  const half = texts.map((text, i) => (i % 2 ? text : `${stream.integer(99)}`));
  expect(names(half)).toEqual(['unit So f(#) = #.']);
});

test('the most varied are kept', () => {
  const texts = Array.from({ length: 100 }, (_, i) => `${i % 2 ? 'often' : ''}. ${i % 10 ? '' : 'seldom'}`);
  const found = discover(sampled(texts), new Uint8Array(100), { ...OPTIONS, most: 1 });
  expect(found.features.map(({ name }) => name)).toEqual(['often.']);
  expect(found.dropped).toBe(1);
});
