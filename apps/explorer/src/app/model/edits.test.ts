import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { INTERVENTIONS, outcome, transcript } from '../transcripts/testing.ts';
import { firstHalf, otherThought, shuffled, withoutPartAt } from './edits.ts';

const THOUGHT = 'One.\nTwo. Three.';
const units = [
  [0, 4],
  [5, 9],
  [10, 16],
].map(([start, end]) => ({ start: start!, end: end!, kind: 'statement', weight: 1 }));
const stream = () => randomStream(0, 'edits');

test('parts are left out and put in another order', () => {
  expect(firstHalf(THOUGHT, units)).toBe('One.\nTwo.');
  expect(firstHalf('', [])).toBe('');
  expect(withoutPartAt(THOUGHT, units, 6)).toBe('One.\nThree.');
  expect(withoutPartAt(THOUGHT, units, 4)).toBe('One.\nThree.');
  expect(withoutPartAt(THOUGHT, units, 99)).toBe('One.\nTwo.');
  expect(withoutPartAt('', [], 0)).toBe('');
  for (let i = 0; i < 20; i++) {
    const other = shuffled(THOUGHT, units, randomStream(i, 'edits'));
    expect(other).not.toBe(THOUGHT);
    expect(other.split(/\s/).sort()).toEqual(['One.', 'Three.', 'Two.']);
  }
});

test('another thought is one that was answered otherwise, if there is any', () => {
  const [own, same, other] = [
    transcript({ id: 0 }),
    transcript({ id: 1, thought: 'Same.' }),
    transcript({ id: 2, thought: 'Other.', outcomes: [outcome('frozen', { answer: 'B' })] }),
  ];
  expect(otherThought(own!, [own!, same!, other!], INTERVENTIONS, stream())).toBe('Other.');
  expect(otherThought(own!, [own!, same!], INTERVENTIONS, stream())).toBe('Same.');
  expect(otherThought(own!, [own!], INTERVENTIONS, stream())).toBeUndefined();
});
