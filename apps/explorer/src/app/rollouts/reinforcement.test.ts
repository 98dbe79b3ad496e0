import { expect, test } from 'vitest';
import { reinforcement, reinforcementRange, totalReinforcement } from './reinforcement.ts';
import { surprisal } from './surprisal.ts';
import { testTable } from './testing/table.ts';

test('is the derivative of A log p with respect to the logit of the token that was written', () => {
  const [logits, written, advantage] = [[0.3, -1.2, 0.9], 0, -0.7];
  const objective = (logit: number) => {
    const changed = logits.map((other, i) => (i === written ? logit : other));
    const total = changed.reduce((sum, other) => sum + Math.exp(other), 0);
    return advantage * Math.log(Math.exp(logit) / total);
  };
  const step = 1e-5;
  const numeric = (objective(logits[written]! + step) - objective(logits[written]! - step)) / (2 * step);
  const p = Math.exp(logits[written]!) / logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  const units = Uint8Array.of(Math.round(255 * (1 - p)));
  expect(reinforcement(advantage, units)[0]).toBeCloseTo(numeric, 2);
});

test('a certain token, as a forced one is, received none, an improbable one all of the advantage', () => {
  const received = reinforcement(-0.5, Uint8Array.of(0, 255, 51));
  for (const [i, expected] of [0, -0.5, -0.1].entries()) expect(received[i]).toBeCloseTo(expected);
});

test('a rollout received the sum of it, one for an evaluation prompt no figure', () => {
  const table = testTable([
    { advantage: 2, improbability: [255, 0, 51] },
    { advantage: -1, improbability: [51, 51] },
    { evaluation: true },
  ]);
  const totals = totalReinforcement(table);
  expect(totals[0]).toBeCloseTo(2.4);
  expect(totals[1]).toBeCloseTo(-0.4);
  expect(totals[2]).toBeNaN();
});

test('the range of the colours leaves out the strongest twentieth', () => {
  const improbability = Array.from({ length: 101 }, (_, i) => i);
  const table = testTable([{ advantage: -255, improbability }, { evaluation: true }]);
  expect(reinforcementRange(table, Int32Array.of(0, 1))).toBe(95);
});

test('the range is that of the strongest token where nearly all are 0, and 0 where there is none', () => {
  const improbability = [...Array.from({ length: 99 }, () => 0), 51];
  const table = testTable([{ advantage: 1, improbability }, { evaluation: true }, { advantage: 0 }]);
  expect(reinforcementRange(table, Int32Array.of(0))).toBeCloseTo(0.2);
  expect(reinforcementRange(table, Int32Array.of(1, 2))).toBe(0);
  expect(reinforcementRange(table, Int32Array.of())).toBe(0);
});

test('surprisal is -log p, and finite for what the page takes for impossible', () => {
  expect(surprisal(Uint8Array.of(0))).toBe(0);
  expect(surprisal(Uint8Array.of(51, 51))).toBeCloseTo(-2 * Math.log(0.8));
  expect(surprisal(Uint8Array.of(255))).toBeCloseTo(Math.log(510));
});
