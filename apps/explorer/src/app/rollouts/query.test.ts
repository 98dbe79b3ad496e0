import { expect, test } from 'vitest';
import { EVERYTHING, type Filters, RolloutQuery, SORT_KEYS, type Sort } from './query.ts';
import { LOAN, type TestRow, testTable } from './testing/table.ts';

const BY_STEP: Sort = { key: 'step', descending: false };
const [approve, deny] = LOAN.answers as [string, string];

function queryOf(rows: readonly TestRow[]) {
  const query = new RolloutQuery(testTable(rows), [LOAN.vocabulary, LOAN.vocabulary]);
  return (filters: Partial<Filters>, sort = BY_STEP) => [
    ...query.select({ ...EVERYTHING, ...filters }, sort).rows,
  ];
}

test('each filter keeps what fits it', () => {
  const find = queryOf([
    { run: 0, step: 1, cot: 'so income1 good up', answer: approve, right: true, mention: false },
    { run: 1, step: 2, cot: '', answer: deny, right: false, mention: false },
    { run: 1, step: 3, cot: 'nationality2 so', answer: null, right: false, mention: true },
    { run: 0, step: 4, cot: 'hmm', answer: deny, right: true, mention: false, evaluation: true },
  ]);
  expect(find({})).toEqual([0, 1, 2, 3]);
  expect(find({ runs: [1] })).toEqual([1, 2]);
  expect(find({ runs: [0, 1] })).toEqual([0, 1, 2, 3]);
  expect(find({ source: 'evaluation' })).toEqual([3]);
  expect(find({ source: 'training' })).toEqual([0, 1, 2]);
  expect(find({ from: 2, to: 3 })).toEqual([1, 2]);
  expect(find({ outcome: 'right' })).toEqual([0, 3]);
  expect(find({ outcome: 'wrong' })).toEqual([1]);
  expect(find({ outcome: 'malformed' })).toEqual([2]);
  expect(find({ answer: 'deny' })).toEqual([1, 3]);
  expect(find({ mention: true })).toEqual([2]);
  expect(find({ forced: true })).toEqual([]);
  expect(find({ shortest: 1, longest: 2 })).toEqual([2, 3]);
  expect(find({ outcome: 'right', source: 'training', words: 'good' })).toEqual([0]);
});

test('words are found in a row, in prompt or completion, the last one from its beginning', () => {
  const rows = [
    { step: 1, prompt: 'nationality1 income3', cot: 'so income1 good up' },
    { step: 2, prompt: 'nationality2 income1', cot: 'well debt0 bad down so' },
  ];
  const find = queryOf(rows.map((row) => ({ ...row, answer: approve })));
  expect(find({ words: 'income1 good' })).toEqual([0]);
  expect(find({ words: 'good income1' })).toEqual([]);
  expect(find({ words: 'inc' })).toEqual([0, 1]);
  expect(find({ words: 'so inc' })).toEqual([0]);
  expect(find({ words: 'nationality2  income1 ' })).toEqual([1]);
  expect(find({ words: 'inc ' })).toEqual([]);
  expect(find({ words: 'INCOME3' })).toEqual([0]);
  // The prompt's last word and the completion's first are not in a row.
  expect(find({ words: 'income3 so' })).toEqual([]);
  expect(find({ words: 'so </think>' })).toEqual([1]);
});

test('words that no environment has are named, and nothing is found', () => {
  const query = new RolloutQuery(testTable([{}, {}]), [LOAN.vocabulary, LOAN.vocabulary]);
  const { rows, unknown } = query.select({ ...EVERYTHING, words: 'good <script> xyz' }, BY_STEP);
  expect(unknown).toEqual(['<script>', 'xyz']);
  expect(rows).toHaveLength(0);
  expect(query.select({ ...EVERYTHING, words: 'good' }, BY_STEP).unknown).toEqual([]);
});

test('rows are sorted as a stable sort would, those without a figure last', () => {
  const table = testTable(Array.from({ length: 500 }, (_, i) => ({ evaluation: i % 7 === 0 })));
  const query = new RolloutQuery(table, [LOAN.vocabulary, LOAN.vocabulary]);
  for (const key of SORT_KEYS) {
    const values = query.values(key);
    for (const descending of [false, true]) {
      const expected = Array.from({ length: 500 }, (_, row) => row).sort((a, b) => {
        const [x, y] = [values[a]!, values[b]!];
        const unknown = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
        return unknown || (descending ? y - x : x - y) || a - b;
      });
      expect([...query.select(EVERYTHING, { key, descending }).rows]).toEqual(expected);
    }
  }
  expect(query.values('reward').filter(Number.isNaN)).toHaveLength(Math.ceil(500 / 7));
});
