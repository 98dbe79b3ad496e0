import { expect, test } from 'vitest';
import { scriptsOf } from './scripts.ts';

test.for([
  ['plain words 12', { letters: 10, systems: 1, switches: 0 }],
  ['12 = 3', { letters: 0, systems: 0, switches: 0 }],
  ['so 我们 see', { letters: 7, systems: 2, switches: 2 }],
  ['ここで日本', { letters: 5, systems: 1, switches: 0 }],
  ['the angle π and Δ', { letters: 11, systems: 1, switches: 0 }],
  ['naïve café', { letters: 9, systems: 1, switches: 0 }],
  ['да yes да', { letters: 7, systems: 2, switches: 2 }],
  ['𝑥 is 𝑦', { letters: 2, systems: 1, switches: 0 }],
] as const)('%s', ([text, scripts]) => {
  expect(scriptsOf(text)).toEqual(scripts);
});
