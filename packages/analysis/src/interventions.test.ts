import { expect, test } from 'vitest';
import { HEADLINE_INTERVENTIONS, headlineFirst, inOrder } from './interventions.ts';

test('treatments are shown in their order, whatever order they come in', () => {
  const ordered = ['own', 'frozen', 'now', 'cut0', 'cut25', 'filler', 'drop.hop', 'flip', 'regrow'];
  const readapted = ['readapt1', 'readapt3', 'readapt10', 'readaptThinking3', 'readaptThinking30'];
  const all = [...ordered, ...readapted];
  expect(inOrder(all.toReversed())).toEqual(all);
});

test('those of the headline come first, in its order, and nothing is lost', () => {
  const all = ['own', 'frozen', 'now', 'cut0', 'cut25', 'filler', 'swap', 'drop.hop', 'flip'];
  expect(headlineFirst(all.toReversed())).toEqual({
    headline: [...HEADLINE_INTERVENTIONS],
    others: ['drop.hop', 'cut25'],
  });
  expect(headlineFirst(['cut25', 'now']).headline).toEqual(['now']);
});
