import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { promptSlots } from './slots.ts';

test.each([
  ['loan', [8, 4, 4, 4, 4, 4]],
  ['tests', [10, 10, 10, 10]],
  // The table is one cycle, which no other digit alone leaves one; the hint and the start are free.
  ['chain', [1, 1, 1, 1, 1, 1, 1, 1, 9, 8]],
])('%s has so many choices for each word of the prompt, its own among them', (kind, choices) => {
  const environment = createEnvironment(environmentSchema.parse({ kind }));
  const { prompt } = environment.problem(randomStream(1, 'slots'));
  const slots = promptSlots(environment, prompt);
  expect(slots.map(({ choices: { length } }) => length)).toEqual(choices);
  for (const { place, choices: tokens } of slots) {
    expect(tokens).toContain(prompt[place]);
    for (const token of tokens) expect(environment.readPrompt(prompt.with(place, token))).toBeDefined();
  }
});
