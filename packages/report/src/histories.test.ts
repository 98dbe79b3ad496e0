import { ByEstimator, type FeatureHistory, type Milestones } from '@vestige/analysis';
import { key } from '@vestige/analysis/testing';
import { expect, test } from 'vitest';
import { historyWords, shownHistories, withinWords } from './histories.ts';
import { historiesTable } from './sections/histories.ts';
import { sweptFixture } from './testing/swept.ts';

const step = [20, 40, 60, 80, 100];

function run(seed: number, milestones: Partial<Milestones>, effect: readonly number[] = []): FeatureHistory {
  return {
    feature: 'phrase:hop',
    seed,
    step,
    frequency: step.map(() => 0.5),
    reinforcement: step.map(() => 0),
    effect: effect.map((value, i) => ({ step: 20 * i, value })),
    milestones: { born: 40, useful: null, obsolete: null, kept: true, ...milestones },
  };
}

test('a history from birth to the end', () => {
  const whole = { born: 40, useful: [20, 80], obsolete: 100, kept: true } as const;
  expect(historyWords([run(0, whole, [0, 0.5, 0.5, 0.5, 0.5, 0])])).toBe(
    'born at 40, useful 20 to 80, obsolete from 100, still written',
  );
  expect(historyWords([run(0, { born: 20, kept: false })])).toBe('there from the start, no longer written');
  expect(historyWords([run(0, { born: null, kept: false })])).toBe('rare throughout');
});

test('use is told as far as it was measured', () => {
  expect(historyWords([run(0, {}, [0, 0, 0])])).toBe('born at 40, never of use, still written');
  expect(historyWords([run(0, {}, [0])])).toBe('born at 40, of no use at the end, still written');
  expect(historyWords([run(0, { useful: [20, 40] }, [0, 1, 1])])).toBe(
    'born at 40, useful from 20 to the end, still written',
  );
  expect(historyWords([run(0, { useful: [20, 20] }, [0, 1, 0])])).toBe(
    'born at 40, useful at 20, still written',
  );
});

test('seeds whose histories went the same way are told together', () => {
  expect(historyWords([run(0, { born: 40 }), run(1, { born: 80 })])).toBe(
    'born at 40\u201380, still written',
  );
  expect(
    historyWords([run(0, {}), run(1, { kept: false }), run(2, { born: 60 }), run(3, { born: null })]),
  ).toBe(
    'seed 0, 2: born at 40\u201360, still written; seed 1: born at 40, no longer written; seed 3: rare throughout',
  );
});

test('phrases that were ever frequent are shown, the length, and the two words that moved most', () => {
  const { analysis } = sweptFixture();
  expect(shownHistories(analysis, 'fair').map(({ feature }) => feature)).toEqual([
    'phrase:judgement',
    'phrase:filler',
    'length',
    'word:w3',
    'word:w2',
  ]);
  expect(shownHistories(analysis, 'base')).toEqual([]);
});

test('a word that moved apart on kinds of prompts is shown, and told of by kind', () => {
  const { analysis } = sweptFixture();
  const change = (mean: number) => ({ mean, low: mean, high: mean, prompts: 0, seeds: 2, bySeed: {} });
  const fair = analysis.conditions.fair!;
  const still = shownHistories(analysis, 'fair').find(({ feature }) => feature === 'word:w2')!.runs[0]!;
  const apart = {
    ...analysis,
    conditions: {
      fair: {
        ...fair,
        histories: [
          { ...still, feature: 'word:still', frequency: still.frequency.map(() => 0.5) },
          ...fair.histories,
        ],
        estimates: new ByEstimator([
          ...fair.estimates,
          [key('drift.still.change'), change(0)],
          [key('drift.still.within.bit=A.change'), change(0.94)],
          [key('drift.still.within.bit=B.change'), change(-0.41)],
          [key('drift.still.within.largest'), change(0.94)],
          [key('drift.stills.within.bit=B.change'), change(1)],
        ]),
      },
    },
  };
  const [word] = shownHistories(apart, 'fair').filter(({ feature }) => feature.startsWith('word:'));
  expect(word!.feature).toBe('word:still');
  expect(withinWords(word!.within)).toBe('change of its share +0.94 where bit=A, \u22120.41 where bit=B');
  expect(historiesTable(apart)!.text).toContain('\u22120.41 where bit=B');
  expect(withinWords([])).toBeUndefined();
});
