import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ImportedRow } from '@vestige/rollouts';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Words } from './index/words.ts';
import {
  type Filters,
  GrowingIndex,
  IndexError,
  openIndex,
  parseText,
  placesOf,
  type Query,
  QueryError,
  type Range,
  type RolloutIndex,
  type Source,
  type TextQuery,
} from './index.ts';
import { segment } from './testing/segments.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-browse-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PLAIN: Query = { sort: 'step', descending: false, offset: 0, size: 20 };
const ids = (index: RolloutIndex, query: Partial<Query>) =>
  index.search({ ...PLAIN, size: 1000, ...query }).rollouts.map(({ id }) => id);

const ROWS: readonly Partial<ImportedRow>[] = [
  {
    step: 1,
    problem: 'a',
    question: 'How many apples?',
    thought: 'Wait, let me check. 3 apples.',
    reward: 1,
    answer: '3',
    label: '3.0',
  },
  {
    step: 1,
    problem: 'a',
    question: 'How many apples?',
    thought: 'Let me. Check the pears.',
    reward: 0,
    answer: '4',
    label: '3.0',
  },
  {
    step: 2,
    problem: 'b',
    question: 'Which colour?',
    thought: null,
    boundary: 'none',
    response: 'Wait: verifying Blue',
    reward: 0.5,
    stop: 'length',
  },
  {
    step: 2,
    problem: 'b',
    question: 'Which colour?',
    thought: '答えはこれ',
    response: '',
    boundary: 'unfinished',
    reward: null,
  },
  {
    step: null,
    problem: 'b',
    question: 'Which colour?',
    thought: 'Über größer',
    reward: -1,
    stop: 'end',
    answer: ' $Blue$',
    label: 'blue',
  },
];

describe('five rollouts', () => {
  let index: RolloutIndex;
  test.beforeAll(async () => {
    index = await openIndex(join(folder, 'five.sqlite'), [await segment(join(folder, 'five.arrow'), ROWS)]);
  });
  test.afterAll(() => index[Symbol.dispose]());

  test.for([
    ['wait', [0, 2]],
    ['wait -pears', [0, 2]],
    ['"let me check"', [0, 1]],
    ['apples OR pears', [0, 1]],
    ['-wait', [1, 3, 4]],
    ['verif*', [2]],
    ['答え', [3]],
    ['GRÖSSER OR größer', [4]],
    ['über', [4]],
    ['uber', []],
    ['nowhere', []],
  ] as const)('text %s', ([text, expected]) => {
    expect(ids(index, { text })).toEqual(expected);
    expect(index.search({ ...PLAIN, text }).total).toBe(expected.length);
  });

  test('text of a part, and filters together', () => {
    expect(ids(index, { text: 'wait', where: 'thought' })).toEqual([0]);
    expect(ids(index, { text: 'wait', where: 'response' })).toEqual([2]);
    expect(ids(index, { text: '-wait', where: 'response' })).toEqual([0, 1, 3, 4]);
    expect(ids(index, { step: [2, null] })).toEqual([2, 3]);
    expect(ids(index, { step: [null, 1], text: 'pears' })).toEqual([1]);
    expect(ids(index, { problem: 'a' })).toEqual([0, 1]);
    expect(ids(index, { problem: 'colour which' })).toEqual([2, 3, 4]);
    expect(ids(index, { problem: '-apples' })).toEqual([2, 3, 4]);
    expect(ids(index, { boundary: 'none' })).toEqual([2]);
    expect(ids(index, { stop: 'length' })).toEqual([2]);
    expect(ids(index, { stop: 'other' })).toEqual([]);
    expect(ids(index, { right: true })).toEqual([0, 4]);
    expect(ids(index, { right: false })).toEqual([1]);
    expect(ids(index, { reward: [0, 0.5] })).toEqual([1, 2]);
    expect(ids(index, { length: [null, 5] })).toEqual([3]);
    expect(ids(index, { run: 'other' })).toEqual([]);
    expect(ids(index, { kind: 'validation' })).toEqual([]);
    expect(() => ids(index, { text: '"' })).toThrow(QueryError);
  });

  test('order, what has no value last; pages', () => {
    expect(ids(index, { sort: 'reward' })).toEqual([4, 1, 2, 0, 3]);
    expect(ids(index, { sort: 'reward', descending: true })).toEqual([0, 2, 1, 4, 3]);
    expect(ids(index, { sort: 'step', descending: true })).toEqual([3, 2, 1, 0, 4]);
    expect(ids(index, { sort: 'advantage', descending: true }).slice(0, 2)).toEqual([0, 1]);
    expect(ids(index, { sort: 'length' })).toEqual([3, 4, 2, 1, 0]);
    expect(ids(index, { offset: 3, size: 2 })).toEqual([3, 4]);
    expect(ids(index, { offset: 30, size: 2 })).toEqual([]);
  });

  test('what is told of a rollout', () => {
    const [first] = index.search({ ...PLAIN, size: 1 }).rollouts;
    expect(first).toMatchObject({
      ...{ id: 0, run: 'run', kind: 'train', step: 1, problemName: 'a', reward: 1, advantage: 0.5 },
      ...{
        length: 32,
        right: true,
        question: 'How many apples?',
        thought: ROWS[0]!.thought,
        response: 'So.',
      },
    });
    expect(index.facts).toMatchObject({
      rollouts: 5,
      runs: [{ name: 'run', rollouts: 5, advantage: 'group mean' }],
      boundaries: ['closed', 'unfinished', 'none'],
      stops: ['length', 'end'],
      ranges: { step: [1, 2], reward: [-1, 1], advantage: [-0.5, 0.5] },
    });
  });

  test('a problem over training', () => {
    const { problem } = index.search({ ...PLAIN, problem: 'b' }).rollouts[0]!;
    const course = index.course(problem, [2, null], 0, 1)!;
    expect(course.steps).toEqual([
      { step: 2, rollouts: 2, reward: 0.5 },
      { step: null, rollouts: 1, reward: -1 },
    ]);
    expect(course.shown.map(({ rollouts }) => rollouts.map(({ id }) => id))).toEqual([[2], [4]]);
    expect(index.course(99, [], 0, 1)).toBeUndefined();
  });
});

const WORDS = ['wait', 'so', 'check', 'the', 'answer', 'is'];
/** Rollouts whose words tell their number. */
const many = (count: number, from = 0): Partial<ImportedRow>[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ step: Math.floor((from + i) / 8), problem: `p${(from + i) % 40}`, reward: ((from + i) * 7) % 5 },
    thought: `number${from + i} ${WORDS[(from + i) % 6]} ${WORDS[(from + i) % 4]}`,
  }));

/** Everything of an index, by what it answers. */
async function answers(file: string, sources: readonly Source[]): Promise<unknown> {
  using index = await openIndex(file, sources);
  const asked = [
    {},
    { text: 'wait' },
    { text: '-so', sort: 'reward' },
    { text: '"check answer"', offset: 30 },
  ] as const;
  return asked.map((query) => {
    const { total, rollouts } = index.search({ ...PLAIN, ...query });
    return [total, rollouts.map(({ id: _, ...rollout }) => rollout)];
  });
}

test('an index grows with its tables, and forgets what is no more', async () => {
  const a = await segment(join(folder, 'a.arrow'), many(900));
  const b = await segment(join(folder, 'b.arrow'), many(700, 900));
  const longer = await segment(join(folder, 'longer.arrow'), many(1100));
  const file = join(folder, 'grown.sqlite');
  const fresh = (sources: readonly Source[]) => {
    rmSync(join(folder, 'fresh.sqlite'), { force: true });
    return answers(join(folder, 'fresh.sqlite'), sources);
  };
  expect(await answers(file, [a])).toEqual(await fresh([a]));
  const told: number[] = [];
  (await openIndex(file, [a, b], { onProgress: (rollouts) => told.push(rollouts) }))[Symbol.dispose]();
  expect(told[0]).toBe(900);
  expect(await answers(file, [a, b])).toEqual(await fresh([a, b]));
  // The same content elsewhere is the same table; the same content twice is there twice.
  copyFileSync(a.path, join(folder, 'moved.arrow'));
  const moved = { ...a, path: join(folder, 'moved.arrow') };
  const counted: number[] = [];
  const twice = await openIndex(file, [moved, b, a], { onProgress: (rollouts) => counted.push(rollouts) });
  expect(counted[0]).toBe(900);
  expect(twice.facts.rollouts).toBe(2500);
  expect(twice.search({ ...PLAIN, text: 'number17' }).total).toBe(2);
  twice[Symbol.dispose]();
  // A table that has changed takes the place of the one before.
  expect(await answers(file, [longer])).toEqual(await fresh([longer]));
});

test('what is no index, or is damaged, is made anew', async () => {
  const source = await segment(join(folder, 'd.arrow'), many(600));
  const file = join(folder, 'damaged.sqlite');
  const right = await answers(file, [source]);
  writeFileSync(file, 'this is no database, whatever its name says it is '.repeat(100));
  expect(await answers(file, [source])).toEqual(right);
  await expect(openIndex(file, [{ ...source, rows: 601, digest: 'other' }])).rejects.toThrow(
    /d\.arrow: 600 rows; expected 601/,
  );
  expect(await answers(file, [source])).toEqual(right);
});

test('an index that is built when its process is killed goes on from its last part', async () => {
  const source = await segment(join(folder, 'k.arrow'), many(40_000));
  const file = join(folder, 'killed.sqlite');
  const child = fork(join(import.meta.dirname, 'testing/buildSlowly.ts'), [file, JSON.stringify(source)]);
  // The second part is half in the file then.
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(statSync(file).size).toBeGreaterThan(0);
  const told: number[] = [];
  const built = await openIndex(file, [source], { onProgress: (rollouts) => told.push(rollouts) });
  built[Symbol.dispose]();
  expect(told[0]).toBe(16_384);
  expect(await answers(file, [source])).toEqual(await answers(join(folder, 'whole.sqlite'), [source]));
});

test('building can be stopped', async () => {
  const source = await segment(join(folder, 's.arrow'), many(2000));
  const stop = new AbortController();
  const building = { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) };
  await expect(openIndex(join(folder, 'stopped.sqlite'), [source], building)).rejects.toThrow('stopped');
  await answers(join(folder, 'stopped.sqlite'), [source]);
});

const VOCABULARY = ['wait', 'so', 'Check', 'ünder', '答', '3.5', "don't"];
const written = fc
  .array(fc.constantFrom(...VOCABULARY, '.', '\n'), { maxLength: 8 })
  .map((words) => words.join(' '));
const rollout = fc.record({
  step: fc.option(fc.integer({ min: 0, max: 3 })),
  problem: fc.constantFrom('a', 'b'),
  thought: fc.option(written),
  response: written,
  reward: fc.option(fc.constantFrom(-0.5, 0, 1)),
  stop: fc.option(fc.constantFrom('end', 'length')),
});
const word = fc.constantFrom(
  ...VOCABULARY,
  'che*',
  '"so wait"',
  '"wait check"',
  '-wait',
  '-"don\'t"',
  '答 OR so',
);
const range = fc.option(
  fc.tuple(fc.option(fc.integer({ min: 0, max: 3 })), fc.option(fc.integer({ min: 0, max: 3 }))),
);
const filters = fc.record({
  text: fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')),
  where: fc.constantFrom('both' as const, 'thought' as const, 'response' as const),
  step: range,
  problem: fc.option(fc.constant('b')),
  stop: fc.option(fc.constant('length')),
});

/** Whether a rollout is what is asked for, read anew. */
function isAsked(
  { step, thought, response, stop, problem }: Partial<ImportedRow>,
  { text = '', where, step: steps, stop: end, problem: name }: Filters,
): boolean {
  const query = parseText(text);
  const texts = [
    ...(where === 'response' ? [] : [thought ?? '']),
    ...(where === 'thought' ? [] : [response!]),
  ];
  const holds = (phrase: TextQuery['none'][number]) =>
    texts.some((one) => placesOf({ all: [[phrase]], none: [] }, one).length > 0);
  const isIn = ([low, high]: Range) => step != null && step >= (low ?? -1) && step <= (high ?? 9);
  return (
    query.all.every((some) => some.some(holds)) &&
    !query.none.some(holds) &&
    (!steps || isIn(steps)) &&
    (end === undefined || stop === end) &&
    (name === undefined || problem === name)
  );
}

test('what is found is what reading all rollouts finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rollout, { minLength: 1, maxLength: 40 }),
      fc.array(filters, { minLength: 5, maxLength: 5 }),
      async (rows, asked) => {
        const file = join(folder, 'any.sqlite');
        rmSync(file, { force: true });
        using index = await openIndex(file, [await segment(join(folder, 'any.arrow'), rows)]);
        for (const given of asked) {
          const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
          const expected = [...rows.keys()].filter((i) => isAsked(rows[i]!, query));
          expect(ids(index, query).sort((a, b) => a - b)).toEqual(expected);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('where time is over, what was searched by then is told', async () => {
  const file = join(folder, 'slices.sqlite');
  const source = await segment(join(folder, 'slices.arrow'), many(60));
  (await openIndex(file, [source]))[Symbol.dispose]();
  using database = new DatabaseSync(file, { readOnly: true });
  const words = new Words(database, 16);
  const found = (deadline: number) => {
    const { bits, searched } = words.rollouts('"number7" OR "number40"', 60, deadline);
    return [searched, [7, 40].filter((place) => (bits[place >> 3]! >> (place & 7)) & 1)];
  };
  expect(found(Infinity)).toEqual([60, [7, 40]]);
  expect(found(0)).toEqual([16, [7]]);
});

test('an index that cannot be written is told in a line', async () => {
  const source = await segment(join(folder, 'w.arrow'), many(3));
  const file = join(folder, 'none/index.sqlite');
  await expect(openIndex(file, [source])).rejects.toThrow(
    new IndexError(`${file}: the index of rollouts cannot be written (unable to open database file)`),
  );
});

test('an index is searched while it grows, and is whole in the end', async () => {
  const source = await segment(join(folder, 'growing.arrow'), many(40_000));
  const file = join(folder, 'growing.sqlite');
  const enough = Promise.withResolvers<void>();
  const onProgress = (rollouts: number) => rollouts >= 16_384 && enough.resolve();
  using growing = new GrowingIndex(file, [source], { onProgress });
  expect(growing.missing).toBe(40_000);
  await enough.promise;
  expect(growing.missing).toBe(40_000 - 16_384);
  expect(growing.index.facts.rollouts).toBe(16_384);
  expect(growing.index).toBe(growing.index);
  expect(ids(growing.index, { text: 'number16000' })).toEqual([16_000]);
  // Of the part that is half in the file nothing is found.
  expect(ids(growing.index, { text: 'number16400' })).toEqual([]);
  await growing.complete;
  expect(growing.missing).toBe(0);
  expect(ids(growing.index, { text: 'number39999' })).toEqual([39_999]);
  expect(await answers(file, [source])).toEqual(
    await answers(join(folder, 'grown at once.sqlite'), [source]),
  );
});

test('an index that is closed while it grows goes on from its last part', async () => {
  const source = await segment(join(folder, 'closed.arrow'), many(20_000));
  const file = join(folder, 'closed.sqlite');
  const enough = Promise.withResolvers<void>();
  const growing = new GrowingIndex(file, [source], {
    onProgress: (rollouts) => rollouts > 17_000 && enough.resolve(),
  });
  await enough.promise;
  growing[Symbol.dispose]();
  await expect(growing.complete).rejects.toThrow(/abort/);
  const told: number[] = [];
  (await openIndex(file, [source], { onProgress: (rollouts) => told.push(rollouts) }))[Symbol.dispose]();
  expect(told[0]).toBe(16_384);
});
