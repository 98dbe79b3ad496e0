import { expect, test } from 'vitest';
import { EVERYTHING, type Filters, type Order, selectTranscripts } from './query.ts';
import { INTERVENTIONS, outcome, transcript } from './testing.ts';

const wrong = { answer: 'B', right: 0, unchanged: 0 };
const ALL = [
  transcript({ id: 0, group: 'x', outcomes: [outcome('own'), outcome('frozen'), outcome('now', wrong)] }),
  transcript({ id: 1, group: 'y', thought: 'Ünlike.', outcomes: [outcome('own', wrong), outcome('frozen')] }),
  transcript({
    ...{ id: 2, group: 'y', question: 'A much longer question?', thought: 'A thought that is longer.' },
    outcomes: [
      outcome('own', { answer: null, right: 0 }),
      outcome('frozen'),
      outcome('dropEach', { unit: 'statement', unitAt: 0 }),
      outcome('dropEach', { unit: 'statement', unitAt: 1, ...wrong, frozen: 0 }),
    ],
  }),
];
const find = (filters: Partial<Filters>, order: Order = 'asked') =>
  selectTranscripts(ALL, INTERVENTIONS, { ...EVERYTHING, ...filters }, order).map(({ id }) => id);

test('prompts are found by what was asked, written and answered', () => {
  expect(find({})).toEqual([0, 1, 2]);
  expect(find({ group: 'y' })).toEqual([1, 2]);
  expect(find({ answered: 'right' })).toEqual([0]);
  expect(find({ answered: 'wrong' })).toEqual([1]);
  expect(find({ answered: 'silent' })).toEqual([2]);
  expect(find({ changedUnder: 'now' })).toEqual([0]);
  // Once is enough.
  expect(find({ changedUnder: 'dropEach' })).toEqual([2]);
  expect(find({ text: ' üNLIKE ' })).toEqual([1]);
  expect(find({ text: 'longer', group: 'x' })).toEqual([]);
});

test('they come in order, equal ones as they were asked', () => {
  expect(find({}, 'length')).toEqual([2, 0, 1]);
  expect(find({}, 'effect')).toEqual([2, 0, 1]);
});
