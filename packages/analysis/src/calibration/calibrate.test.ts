import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { calibrate } from './calibrate.ts';
import { plantedRows } from './plant.ts';
import { CALIBRATION_POLICIES, PHRASE_TYPES, truthOf } from './policies.ts';

test.for(CALIBRATION_POLICIES)('$name: its rows have the accuracies of its truth', (policy) => {
  for (const answers of [2, 5]) {
    const stream = randomStream('planted rows', policy.name, answers);
    const rows = plantedRows(policy, { prompts: 4000, answers, stream });
    for (const [intervention, accuracy] of Object.entries(truthOf(policy, 1 / answers).accuracies)) {
      const own = rows.filter((row) => row.intervention === intervention);
      const share = own.filter(({ correct }) => correct).length / own.length;
      // Four standard errors of 4000 coin flips.
      expect(Math.abs(share - accuracy)).toBeLessThan(0.032);
    }
  }
});

test('a policy that reads one phrase needs that type only', () => {
  const one = CALIBRATION_POLICIES.find(({ name }) => name === 'one phrase')!;
  const rows = plantedRows(one, { prompts: 500, answers: 2, stream: randomStream('one') });
  for (const type of PHRASE_TYPES) {
    const dropped = rows.filter(({ intervention, unit }) => intervention === 'drop' && unit === type);
    expect(dropped.every(({ unchanged }) => unchanged)).toBe(type !== 'check');
  }
});

test('verdicts on the whole and on types of phrases come out as planted, and never vestigial for use', () => {
  const rows = calibrate({ prompts: 600, seeds: 3, simulations: 2, resamples: 60 });
  for (const { policy, verdicts, expected } of rows) {
    if (expected !== 'vestigial') expect(verdicts.vestigial, policy).toBeUndefined();
    if (expected !== 'partly used') expect(verdicts[expected], policy).toBe(2);
  }
  const named = new Map(rows.map((row) => [row.policy, row]));
  for (const name of ['all', 'some phrases', 'one phrase', 'either of two phrases', 'none']) {
    expect(named.get(name)!.rightPhrases, name).toBe(1);
  }
});

test('the same seed gives the same table', () => {
  const task = { policies: CALIBRATION_POLICIES.slice(0, 1), prompts: 60, seeds: 2, simulations: 2 };
  expect(calibrate(task)).toEqual(calibrate(task));
});
