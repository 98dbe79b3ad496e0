import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { questionSlots } from './slots.ts';

test.each([
  ['loan', [8, 4, 4, 4, 4, 4]],
  ['tests', [10, 10, 10, 10]],
  // The table is one cycle, which no other digit alone leaves one; the hint and the start are free.
  ['chain', [1, 1, 1, 1, 1, 1, 1, 1, 9, 8]],
])('%s has so many choices for each word of the question, its own among them', (kind, choices) => {
  const environment = createEnvironment(environmentSchema.parse({ kind }));
  const { question } = environment.problem(randomStream(1, 'slots'));
  const slots = questionSlots(environment, question);
  expect(slots.map(({ choices: { length } }) => length)).toEqual(choices);
  expect(slots.map(({ word }) => word).join(' ')).toBe(question);
  for (const slot of slots) {
    expect(slot.choices).toContain(slot.word);
    expect(slot.with(slot.word)).toBe(question);
    for (const word of slot.choices) expect(environment.problemOf(slot.with(word))).toBeDefined();
  }
});
