import { expect, test } from 'vitest';
import { inOrder } from './interventions.ts';

test('treatments are shown in their order, whatever order they come in', () => {
  const ordered = ['own', 'frozen', 'now', 'cut0', 'cut25', 'filler', 'drop.hop', 'flip', 'regrow'];
  const readapted = ['readapt1', 'readapt3', 'readapt10', 'readaptThinking3', 'readaptThinking30'];
  const all = [...ordered, ...readapted];
  expect(inOrder(all.toReversed())).toEqual(all);
});
