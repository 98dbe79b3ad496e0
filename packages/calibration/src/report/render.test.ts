import { expect, test } from 'vitest';
import { resolveCalibration } from '../load.ts';
import type { IntervalRow, VerdictRow } from '../tables.ts';
import { renderCalibration } from './render.ts';
import { summarize } from './summarize.ts';

const calibration = resolveCalibration(
  { name: 'tiny', title: 'Tiny', prompts: [64, 128], simulations: 4, policies: ['all', 'none'] },
  undefined,
  'apps/experiments/tiny/calibration.json',
);

/** Rows of four experiments of two policies, at two numbers of prompts, without and with spread. */
function rows() {
  const verdicts: VerdictRow[] = [];
  const intervals: IntervalRow[] = [];
  for (const policy of ['all', 'none']) {
    const expected = policy === 'all' ? 'load-bearing' : 'vestigial';
    for (const prompts of calibration.prompts) {
      for (const spread of [0, 0.1]) {
        for (let simulation = 0; simulation < 4; simulation++) {
          const place = { policy, prompts, spread, simulation };
          const sure = prompts > 64 || simulation > 1;
          for (const subject of ['whole', 'factor']) {
            verdicts.push({ ...place, subject, expected, found: sure ? expected : 'undecided' });
          }
          for (const estimator of ['accuracy.own', 'reliance.minimum']) {
            const [low, high] = simulation === 3 && spread > 0 ? [0.6, 0.8] : [0.4, 0.6];
            intervals.push({
              ...place,
              estimator,
              truth: 0.5,
              mean: 0.5,
              low,
              high,
              holds: low <= 0.5,
              p: null,
              holm: null,
            });
          }
        }
      }
    }
  }
  return summarize(calibration, verdicts, intervals);
}

const input = { title: 'Tiny', claim: 'A claim', metrics: rows(), generator: { version: '0' } };

test('figures are drawn as they were', async () => {
  const { figures } = renderCalibration(input);
  for (const [name, svg] of Object.entries(figures)) {
    await expect(svg).toMatchFileSnapshot(`__snapshots__/${name}`);
  }
});

test('tables have a row for each policy and spread, phrase, and estimator', () => {
  const { markdown } = renderCalibration(input);
  const lines = markdown.split('\n');
  expect(lines).toContain('| none | spread 0.1 | vestigial | 50.0% ± 25.0 | 100.0% ± 0.0 | vestigial 4 |');
  expect(lines).toContain('| all | factor | load-bearing | 50.0% ± 25.0 | 100.0% ± 0.0 | load-bearing 4 |');
  expect(lines.filter((line) => line.startsWith('| reliance.minimum |'))).toEqual([
    '| reliance.minimum | 100.0% ± 0.0 | 100.0% ± 0.0 | 75.0% ± 15.3 | 75.0% ± 15.3 |',
  ]);
  expect(markdown).toContain('0 of 32 verdicts');
});

test('what answers follow has a table and a sentence', () => {
  const place = { policy: 'all', prompts: 128, spread: 0, expected: 'reasoning' };
  const judged = [0, 1, 2, 3].flatMap((simulation) => [
    { ...place, simulation, subject: 'whole', expected: 'load-bearing', found: 'load-bearing' },
    { ...place, simulation, subject: 'follows', found: simulation > 0 ? 'reasoning' : 'undecided' },
    { ...place, simulation, subject: 'seed follows', found: 'reasoning' },
  ]);
  const held = { estimator: 'reliance.minimum', truth: 0, mean: 0, low: 0, high: 0, holds: true };
  const measured = judged.map(({ policy, prompts, spread, simulation }) => {
    return { policy, prompts, spread, simulation, ...held, p: null, holm: null };
  });
  const metrics = summarize({ ...calibration, policies: ['all'] }, judged, measured);
  const { markdown } = renderCalibration({ ...input, metrics });
  const lines = markdown.split('\n');
  expect(lines).toContain('| all | alike | reasoning | 75.0% ± 21.7 | reasoning 3, undecided 1 |');
  expect(lines).toContain('| all | each alone | reasoning | 100.0% ± 0.0 | reasoning 4 |');
  expect(markdown).toContain('judged rightly in 75.0% ± 21.7 of 4 experiments; 0 of 4 judgements are wrong');
  expect(renderCalibration(input).markdown).not.toContain('What answers follow');
});

test('the same input gives the same bytes', () => {
  expect(renderCalibration(input)).toEqual(renderCalibration(input));
});

test('what is told apart has tables and sentences of its own', () => {
  const place = { policy: 'coin', prompts: 128, spread: 0 };
  const experiments = [0, 1, 2, 3].map((simulation) => ({ ...place, simulation }));
  const truths = { truth: 0.5, mean: 0.5, p: null, holm: null };
  const metrics = summarize(
    { ...calibration, policies: ['all', 'coin', 'same'] },
    experiments.flatMap((one) => [
      { ...one, policy: 'all', subject: 'whole', expected: 'load-bearing', found: 'load-bearing' },
      { ...one, subject: 'whole', expected: 'undecided', found: 'undecided' },
      { ...one, subject: 'seed', expected: 'vestigial', found: 'vestigial' },
      { ...one, subject: 'seed', expected: 'load-bearing', found: 'undecided' },
    ]),
    experiments.flatMap((one) => [
      { ...one, ...truths, policy: 'all', estimator: 'accuracy.own', low: 0.4, high: 0.6, holds: true },
      { ...one, ...truths, estimator: 'reliance.minimum', low: 0.9, high: 1, holds: one.simulation > 0 },
      { ...one, ...truths, estimator: 'agreement', low: 0.09, high: 0.99, holds: true },
      {
        ...one,
        ...truths,
        policy: 'same',
        estimator: 'accuracy.own',
        low: -0.1,
        high: 0.9,
        holds: true,
        p: 0.04,
        holm: 0.04,
      },
    ]),
  );
  const { markdown, html } = renderCalibration({ ...input, metrics });
  const lines = markdown.split('\n');
  expect(lines).toContain('| coin | disagree | undecided | 100.0% ± 0.0 | undecided 4 |');
  expect(lines).toContain('| coin | vestigial | 100.0% ± 0.0 | vestigial 4 |');
  expect(lines).toContain('| coin | load-bearing | 0.0% ± 0.0 | undecided 4 |');
  expect(lines).toContain('| coin | agreement | 100.0% ± 0.0 |');
  expect(lines).toContain('| same | alike | 128 | 100.0% ± 0.0 | 100.0% ± 0.0 | 100.0% ± 0.0 |');
  expect(markdown).toMatch(
    /the interval of the mean holds the truth in 75\.0% ± 21\.7, that of the count of seeds in 100\.0%/,
  );
  expect(markdown).toMatch(/\(coin\), told apart, verdicts are right in 100\.0%/);
  expect(html).toContain('Contrasts of two conditions');
  expect(renderCalibration(input).markdown).not.toMatch(/Contrasts of two|told apart|single seeds/);
});
