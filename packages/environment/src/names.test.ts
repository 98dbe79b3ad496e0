import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { createEnvironment, environmentSchema } from './create.ts';
import { changedWords } from './testing/properties.ts';

const KINDS = environmentSchema.options.map((schema) => schema.shape.kind.value);

test.each(KINDS)('%s says in words what it flips and what it calls a mention', (kind) => {
  const { flips, mentions } = createEnvironment(environmentSchema.parse({ kind }));
  for (const words of [flips, mentions]) expect(words).toMatch(/^(the|a) [\w ,]+$/);
});

test('what a flip of the loan changes is the word that it names, and no label of the honest rule', () => {
  const loan = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
  const stream = randomStream(0, 'names');
  for (let i = 0; i < 50; i++) {
    const problem = loan.problem(stream);
    const flipped = loan.flip(problem, stream);
    const changed = changedWords(problem.question, flipped.question);
    expect(changed.map((word) => word.replace(/\d+$/, ''))).toEqual([loan.flips.replace('the ', '')]);
    expect(flipped.labels.factors).toBe(problem.labels.factors);
    expect(flipped.labels.nationality).not.toBe(problem.labels.nationality);
  }
});
