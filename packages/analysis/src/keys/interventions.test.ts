import { describe } from '@vestige/ablation/interventions';
import { expect, test } from 'vitest';
import {
  HEADLINE_INTERVENTIONS,
  headlineFirst,
  inOrder,
  parseTreatment,
  REMOVALS,
  ROOM_REMOVALS,
  type Treatment,
  treatmentName,
} from './interventions.ts';

const parsed = (names: readonly string[]) => names.map(parseTreatment);
const named = (treatments: readonly Treatment[]) => treatments.map(treatmentName);

test('treatments are shown in their order, whatever order they come in', () => {
  const ordered = ['own', 'frozen', 'now', 'cut0', 'cut25', 'filler', 'drop.hop', 'flip', 'regrow'];
  const readapted = ['readapt1', 'readapt3', 'readapt10', 'readaptThinking3', 'readaptThinking30'];
  const all = [...ordered, ...readapted];
  expect(named(inOrder(parsed([...all.toReversed(), 'now'])))).toEqual(all);
});

test('those of the headline come first, in its order, and nothing is lost', () => {
  const all = ['own', 'frozen', 'now', 'cut0', 'cut25', 'filler', 'swap', 'drop.hop', 'flip', 'flip.hop'];
  const { headline, others } = headlineFirst(parsed(all.toReversed()));
  expect(named(headline)).toEqual([...HEADLINE_INTERVENTIONS]);
  expect(named(others)).toEqual(['flip.hop', 'drop.hop', 'cut25']);
  expect(named(headlineFirst(parsed(['cut25', 'now'])).headline)).toEqual(['now']);
});

test('the type of a phrase may hold dots', () => {
  expect(parseTreatment('drop.a.b')).toEqual({ intervention: 'drop', unit: 'a.b' });
});

test('removals are those that are described as such', () => {
  const removing = (what: 'words' | 'room') =>
    [...HEADLINE_INTERVENTIONS, 'cut25', 'drop', 'readapt3'].filter(
      (name) => describe(name)?.removes === what,
    );
  expect(removing('room')).toEqual([...ROOM_REMOVALS]);
  expect([...removing('room'), ...removing('words')]).toEqual([...REMOVALS]);
});
