import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { noProgress, openProgress, type Point } from './progress.ts';

type Numbers = Point<{ values: Float32Array }, string>;

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'vestige-progress-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return join(root, 'progress');
}

/** Opens progress, with the lines that it tells. */
function open(root: string, key = 'key') {
  const told: string[] = [];
  const onTrouble = (line: string) => void told.push(line);
  const options = { root, key, interval: 60, onTrouble };
  return { ...openProgress<{ values: Float32Array }, string>(options), told };
}

const point = (done: number): Numbers => ({
  done,
  state: { values: Float32Array.of(done, 0.1, -0) },
  made: [`row ${done}`],
});

const allOf = (found: Numbers | undefined) => found && { ...found, made: [...found.made] };
const rowsTo = (done: number) => Array.from({ length: done }, (_, i) => `row ${i + 1}`);

test('nothing is there, and nothing written, before the first point', () => {
  const root = folder();
  expect(open(root).found).toBeUndefined();
  expect(existsSync(root)).toBe(false);
});

test('the last point is found, with all that was made up to it, exactly', () => {
  const root = folder();
  const first = open(root);
  for (const done of [1, 2, 3]) expect(first.save(point(done))).toBe(true);
  const second = open(root);
  expect(allOf(second.found)).toEqual({ ...point(3), made: rowsTo(3) });
  expect(Object.is(second.found!.state.values[2], -0)).toBe(true);
  second.save(point(4));
  expect(allOf(open(root).found)).toEqual({ ...point(4), made: rowsTo(4) });
});

test('two points are kept, and nothing when the work is done', () => {
  const root = folder();
  const progress = open(root);
  for (let done = 1; done < 12; done++) progress.save(point(done));
  const names = readdirSync(join(root, 'key')).sort();
  expect(names.filter((name) => name.endsWith('.saved')).map((name) => Number.parseInt(name, 10))).toEqual([
    10, 11,
  ]);
  expect(names.filter((name) => name.endsWith('.made'))).toHaveLength(11);
  progress.remove();
  expect(readdirSync(root)).toEqual([]);
});

test('other work does not find it', () => {
  const root = folder();
  open(root).save(point(1));
  expect(open(root, 'other').found).toBeUndefined();
});

test('where nothing is kept, points are due and go nowhere', () => {
  const progress = noProgress<Numbers['state'], string>(0);
  expect([progress.due(), progress.save(point(1)), progress.isWorthwhile]).toEqual([true, false, false]);
  progress.remove();
  expect(progress.found).toBeUndefined();
});

describe('damage', () => {
  test('is passed over for the point before, whatever byte it is', () => {
    const root = folder();
    const progress = open(root);
    for (const done of [1, 2, 3]) progress.save(point(done));
    const directory = join(root, 'key');
    const last = readdirSync(directory).find(
      (name) => name.startsWith('000000003') && name.endsWith('.saved'),
    )!;
    const bytes = readFileSync(join(directory, last));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= change;
        writeFileSync(join(directory, last), changed);
        const { found, told } = open(root);
        expect(allOf(found)).toEqual({ ...point(2), made: rowsTo(2) });
        expect(told).toEqual([`progress in ${directory}: ${last} is damaged; it is passed over`]);
      }),
      { numRuns: 50 },
    );
    for (const length of [0, 10, bytes.length - 1]) {
      writeFileSync(join(directory, last), bytes.subarray(0, length));
      expect(open(root).found?.done).toBe(2);
    }
  });

  test('of what was made leaves the points before it, or nothing', () => {
    const root = folder();
    const progress = open(root);
    for (const done of [1, 2, 3]) progress.save(point(done));
    const directory = join(root, 'key');
    const made = (done: number) =>
      join(
        directory,
        readdirSync(directory).find((name) => name.startsWith(`00000000${done}`) && name.endsWith('.made'))!,
      );
    rmSync(made(3));
    expect(open(root).found?.done).toBe(2);
    writeFileSync(made(1), readFileSync(made(2)));
    const { found, told } = open(root);
    expect(found).toBeUndefined();
    expect(told).toHaveLength(2);
  });
});

describe('several processes at the same work', () => {
  test('whatever the order of their saves, a point is found that is whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 30 }), (order) => {
        const root = folder();
        const processes = [0, 1, 2].map(() => ({ ...open(root), at: 0 }));
        for (const which of order) {
          const one = processes[which]!;
          one.save(point(++one.at));
          expect(one.told).toEqual([]);
          const { found, told } = open(root);
          const farthest = Math.max(...processes.map(({ at }) => at));
          expect(allOf(found)).toEqual({ ...point(farthest), made: rowsTo(farthest) });
          expect(told).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('one that goes on after a killed one takes over what that made', () => {
    const root = folder();
    const killed = open(root);
    for (const done of [1, 2]) killed.save(point(done));
    const [a, b] = [open(root), open(root)];
    a.save(point(3));
    b.save(point(3));
    a.save(point(4));
    b.save(point(4));
    expect(allOf(open(root).found)).toEqual({ ...point(4), made: rowsTo(4) });
  });

  test('when one is through, the other saves no more, and says nothing', () => {
    const root = folder();
    const [a, b] = [open(root), open(root)];
    a.save(point(1));
    b.save(point(1));
    a.remove();
    expect(b.save(point(2))).toBe(false);
    expect(readdirSync(root)).toEqual([]);
    expect(b.told).toEqual([]);
  });
});

test('what cannot be written is told once, and is no error', () => {
  const root = folder();
  writeFileSync(root, 'a file in its place');
  const progress = open(root);
  expect([progress.save(point(1)), progress.save(point(2))]).toEqual([false, false]);
  expect(progress.told).toHaveLength(1);
  expect(progress.told[0]).toMatch(/^progress is not kept: .*(ENOTDIR|EEXIST)/);
});

test('what nobody went on with for a week goes when other work is saved', () => {
  const root = folder();
  for (const [name, days] of [
    ['old', 8],
    ['young', 6],
  ] as const) {
    open(root, name).save(point(1));
    const then = Date.now() / 1000 - days * 24 * 60 * 60;
    utimesSync(join(root, name), then, then);
  }
  open(root, 'new').save(point(1));
  expect(readdirSync(root).sort()).toEqual(['new', 'young']);
});
