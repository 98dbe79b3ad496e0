import { expect, test } from 'vitest';
import { effectsOf, largestEffect, measuresIn } from './effects.ts';
import { INTERVENTIONS, outcome, transcript } from './testing.ts';

const touched = { unit: 'statement', unitAt: 0 };

test('an effect is what its answer loses without the part', () => {
  const dropped = outcome('dropEach', { ...touched, frozen: 250 });
  const one = transcript({ outcomes: [outcome('frozen', { frozen: 900 }), dropped] });
  expect(effectsOf(one, INTERVENTIONS, 'dropEach')).toEqual([
    { effect: 0.65, outcomes: [dropped] },
    undefined,
  ]);
});

test('of what was written anew only what says something else counts', () => {
  const anew = [
    outcome('resampleEach', { ...touched, frozen: 200, changed: true }),
    outcome('resampleEach', { ...touched, frozen: 1000, changed: false }),
    outcome('resampleEach', { ...touched, frozen: 400, changed: true }),
  ];
  const one = transcript({ outcomes: [outcome('frozen'), ...anew] });
  expect(effectsOf(one, INTERVENTIONS, 'resampleEach')[0]).toEqual({ effect: 0.7, outcomes: anew });
  const same = transcript({ outcomes: [outcome('frozen'), anew[1]!] });
  expect(effectsOf(same, INTERVENTIONS, 'resampleEach')[0]).toEqual({
    effect: undefined,
    outcomes: [anew[1]],
  });
});

test('where it gave no answer there is nothing to lose', () => {
  const silent = outcome('frozen', { answer: null, frozen: 0 });
  const one = transcript({ outcomes: [silent, outcome('dropEach', { ...touched, frozen: 0 })] });
  expect(effectsOf(one, INTERVENTIONS, 'dropEach')).toEqual([undefined, undefined]);
  expect(largestEffect(one, INTERVENTIONS)).toBe(0);
});

test('the largest effect counts in either direction, and measures are those that ran', () => {
  const one = transcript({
    outcomes: [
      outcome('frozen', { frozen: 200 }),
      outcome('dropEach', { ...touched, frozen: 100 }),
      outcome('dropEach', { ...touched, unitAt: 1, frozen: 900 }),
    ],
  });
  expect(largestEffect(one, INTERVENTIONS)).toBeCloseTo(0.7);
  expect(measuresIn([transcript(), one], INTERVENTIONS)).toEqual(['dropEach']);
  expect(measuresIn([transcript()], INTERVENTIONS)).toEqual([]);
});
