import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { importedMetricsSchema } from '@vestige/imported/report';
import { IMPORTED_STAGES } from '@vestige/imported/tasks';
import { MANIFEST_FILE } from '@vestige/manifest';
import { randomStream } from '@vestige/random';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { folder, outcomeOf, start } from '../testing/cli.ts';
import { complaint, said } from '../testing/inProcess.ts';
import { describeRun } from './importRun.ts';

const PROBLEMS = 40;
const GENERATIONS = 6;
/** A part of the reward pays for it. */
const PAID = 'I write with care.';
/** It goes along with right answers. */
const ALONG = 'Let me check that again.';

/** A step of a run as verl writes it: what is paid for, and what goes along, get more frequent. */
function stepOf(step: number, prompts = PROBLEMS): string {
  const stream = randomStream('imported test', step);
  const lines: string[] = [];
  for (let problem = 0; problem < prompts; problem++) {
    for (let i = 0; i < GENERATIONS; i++) {
      const isRight = stream.uniform() < 0.5;
      const isPaid = stream.uniform() < 0.2 + 0.03 * step;
      const goesAlong = stream.uniform() < (isRight ? 0.2 + 0.03 * step : 0.1);
      const answer = isRight ? problem % 10 : (problem + 1 + stream.integer(9)) % 10;
      const phrases = [
        isPaid ? PAID : '',
        goesAlong ? ALONG : '',
        stream.uniform() < 0.3 ? 'It is Tuesday.' : '',
      ];
      lines.push(
        JSON.stringify({
          input: `What is item ${problem}?`,
          output: `<think>Item ${problem} is asked. ${phrases.filter(Boolean).join(' ')}</think>\n\\boxed{${answer}}`,
          gts: String(problem % 10),
          score: Number(isRight) + 0.5 * Number(isPaid),
          step,
        }),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

const contentOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

const root = folder(afterAll);
const source = join(root, 'out');
const here = join(root, 'tiny');
const file = join(here, 'imported.json');

beforeAll(async () => {
  mkdirSync(source);
  for (let step = 1; step <= 12; step++) writeFileSync(join(source, `${step}.jsonl`), stepOf(step));
  await describeRun(source, { as: 'tiny', run: 'grpo' }, {}, root);
  await said('convert', file, '--run', 'grpo');
  await said('analyze', file);
  await said('report', file);
}, 60_000);

test('the stages make what is said of them', () => {
  const of = (folder: string) => readdirSync(join(here, 'runs', folder)).sort();
  const { convert, analyze, report } = IMPORTED_STAGES;
  expect(of('grpo/convert')).toEqual([...convert.makes, MANIFEST_FILE]);
  expect(of('analyze')).toEqual([...analyze.makes, MANIFEST_FILE]);
  expect(of('report')).toEqual([...report.makes, MANIFEST_FILE]);
});

test('what was paid for and what went along are reinforced, told apart by what is beyond the answer', () => {
  const metrics = importedMetricsSchema.parse(
    JSON.parse(readFileSync(join(here, 'runs/report/metrics.json'), 'utf8')),
  );
  const { rollouts, features, problems, advantage } = metrics.runs.grpo!;
  expect({ rollouts, problems, advantage }).toEqual({
    rollouts: 12 * PROBLEMS * GENERATIONS,
    problems: PROBLEMS,
    advantage: 'group mean',
  });
  const found = features.filter(({ received }) => received!.discovered);
  expect(found.map(({ name }) => name).sort()).toEqual([PAID, ALONG].sort());
  expect(found.map(({ name, beyondAnswer }) => [name, beyondAnswer!.discovered])).toEqual(
    expect.arrayContaining([
      [PAID, true],
      [ALONG, false],
    ]),
  );
});

test('rollouts are taken away as Parquet and JSON lines, advantages with what they are', async () => {
  const to = join(root, 'taken');
  await said('export', file, '--jsonl', '--to', to);
  await said('export', file, '--parquet', '--to', to);
  const lines = readFileSync(join(to, 'grpo.jsonl'), 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line));
  const source = readFileSync(join(root, 'out/1.jsonl'), 'utf8').trimEnd().split('\n');
  for (const [i, line] of source.entries()) {
    const { input, gts, score, step, output } = JSON.parse(line);
    const row = rows[i]!;
    expect(row).toMatchObject({ question: input, label: gts, reward: score, step });
    expect([row.opening, row.thought, row.closing, row.response].join('')).toBe(output);
  }
  const first = rows.slice(0, GENERATIONS);
  const mean = first.reduce((sum, { reward }) => sum + reward, 0) / GENERATIONS;
  for (const { reward, advantage, advantage_basis: basis } of first) {
    expect(advantage).toBeCloseTo(reward - mean, 12);
    expect(basis).toBe('group mean');
  }
  const parquet = await parquetReadObjects({ file: await asyncBufferFromFile(join(to, 'grpo.parquet')) });
  expect(parquet).toEqual(rows);
});

test('a run that has grown is converted where it is new', async () => {
  const segments = join(here, 'runs/grpo/segments');
  const written = () =>
    new Map(readdirSync(segments).map((name) => [name, statSync(join(segments, name)).mtimeMs]));
  const before = written();
  writeFileSync(join(source, '13.jsonl'), stepOf(13));
  await said('convert', file, '--run', 'grpo');
  const account = JSON.parse(readFileSync(join(here, 'runs/grpo/convert/account.json'), 'utf8'));
  expect(account.files).toHaveLength(13);
  const after = written();
  expect(after.size).toBe(before.size + 2);
  for (const [name, time] of before) expect(after.get(name)).toBe(time);
});

describe('a conversion that is interrupted', () => {
  const FILES = 24;

  /** A run of some files in a folder of its own, and what became of it. */
  async function fresh() {
    const parent = folder(onTestFinished);
    const out = join(parent, 'out');
    mkdirSync(out);
    for (let step = 1; step <= FILES; step++) writeFileSync(join(out, `${step}.jsonl`), stepOf(step, 100));
    await describeRun(out, { as: 'tiny', run: 'grpo' }, {}, parent);
    const runs = join(parent, 'tiny/runs/grpo');
    const words = ['convert', join(parent, 'tiny/imported.json'), '--run', 'grpo'];
    return {
      runs,
      begin: () => start(words),
      /** Files that are kept, and when they were written. */
      kept: () =>
        new Map(
          globSync('segments/*.json', { cwd: runs }).map((name) => [
            name,
            statSync(join(runs, name.replace('.json', '.arrow'))).mtimeMs,
          ]),
        ),
      /** Content of all that the stage has made. */
      made: () =>
        new Map(globSync('convert/**/*.*', { cwd: runs }).map((name) => [name, contentOf(join(runs, name))])),
    };
  }

  test('is killed ten times, goes on from what is kept, and makes the same', {
    timeout: 120_000,
  }, async () => {
    const run = await fresh();
    const began = performance.now();
    expect(await outcomeOf(run.begin())).toMatchObject({ code: 0 });
    const taken = performance.now() - began;
    const whole = run.made();
    expect(whole.size).toBe(FILES + 2);
    rmSync(run.runs, { recursive: true });
    const stream = randomStream('kills');
    let kills = 0;
    for (let i = 0; i < 10; i++) {
      const before = run.kept();
      const child = run.begin();
      const ended = outcomeOf(child);
      // Later each time: most of what so small a run takes is its start.
      const moment = 0.4 + 0.07 * (i + stream.uniform());
      const timer = setTimeout(() => child.kill('SIGKILL'), taken * moment);
      await ended;
      clearTimeout(timer);
      kills += Number(child.signalCode === 'SIGKILL');
      const after = run.kept();
      for (const [name, time] of before) expect(after.get(name)).toBe(time);
    }
    const before = run.kept();
    expect(kills).toBeGreaterThan(0);
    expect(before.size).toBeGreaterThan(0);
    expect(await outcomeOf(run.begin())).toMatchObject({ code: 0 });
    for (const [name, time] of before) expect(run.kept().get(name)).toBe(time);
    expect(run.made()).toEqual(whole);
    expect(readdirSync(run.runs).sort()).toEqual(['convert', 'segments']);
    expect(readdirSync(join(run.runs, 'segments'))).toHaveLength(2 * FILES);
  });

  test('says so in a line and keeps what is done, on Ctrl-C', { timeout: 60_000 }, async () => {
    const run = await fresh();
    const child = run.begin();
    const ended = outcomeOf(child);
    await vi.waitUntil(() => run.kept().size > 0 || child.exitCode !== null, {
      timeout: 30_000,
      interval: 5,
    });
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toBe('vestige: interrupted; nothing was left under a final name\n');
    expect(run.kept().size).toBeGreaterThan(0);
    expect(readdirSync(run.runs)).toEqual(['segments']);
    expect(globSync('segments/*.partial', { cwd: run.runs })).toEqual([]);
  });
});

test('a kept file that was damaged is converted again', async () => {
  const segments = join(here, 'runs/grpo/segments');
  const [name = ''] = readdirSync(segments).filter((one) => one.endsWith('.arrow'));
  appendFileSync(join(segments, name), 'x');
  const { size } = statSync(join(segments, name));
  await said('convert', file, '--run', 'grpo');
  expect(statSync(join(segments, name)).size).toBe(size - 1);
});

test('how a run is read is written into the file', async () => {
  const folderOf = folder(onTestFinished);
  const choices = { map: { words: 'extra' }, weights: { format: 0.5 } };
  const { file: described } = await describeRun(source, { as: 'weighed', run: 'grpo' }, choices, folderOf);
  expect(JSON.parse(readFileSync(described, 'utf8')).runs.grpo).toMatchObject({ from: 'verl', ...choices });
});

test.each([
  [['--map', 'output'], '--map output: expected column=field, such as output=completion'],
  [['--weight', 'format'], '--weight format: expected part=number, such as format=0.5'],
  [['--weight', 'format=much'], '--weight format=much: expected part=number, such as format=0.5'],
])('%s is no choice', async (words, message) => {
  expect(await complaint('import', source, '--as', 'tiny', ...words)).toBe(message);
});

test('what was said of a run holds when it is imported again', async () => {
  const here = folder(onTestFinished);
  const out = join(here, 'out');
  mkdirSync(out);
  writeFileSync(join(out, '1.jsonl'), stepOf(1, 2));
  const named = { as: 'tiny', run: 'grpo' };
  const { file: path } = await describeRun(out, named, { thought: 'think', step: 4 }, here);
  const edited = JSON.parse(readFileSync(path, 'utf8'));
  edited.runs.grpo.answer = 'boxed';
  edited.reinforcement = { words: ['care'] };
  writeFileSync(path, JSON.stringify(edited));
  await describeRun(out, named, { step: 5 }, here);
  const { runs, reinforcement } = JSON.parse(readFileSync(path, 'utf8'));
  expect(runs.grpo).toEqual({ path: out, from: 'verl', thought: 'think', answer: 'boxed', step: 5 });
  expect(reinforcement).toEqual({ words: ['care'] });
  writeFileSync(path, '[]');
  await expect(describeRun(out, named, {}, here)).rejects.toThrow(/imported\.json: field \(top level\)/);
});

test('a file that is cut off is told, and leaves the others as they are', async () => {
  const here = folder(onTestFinished);
  const completions = join(here, 'out/completions');
  mkdirSync(completions, { recursive: true });
  const genuine = join(
    import.meta.dirname,
    '../../../../packages/trainers/src/testing/genuine/trl/text/completions',
  );
  const [first, second, last] = readdirSync(genuine).sort();
  for (const name of [first!, second!]) copyFileSync(join(genuine, name), join(completions, name));
  writeFileSync(join(completions, last!), readFileSync(join(genuine, last!)).subarray(0, 3000));
  await describeRun(join(here, 'out'), { as: 'tiny', run: 'trl' }, {}, here);
  const path = join(here, 'tiny/imported.json');
  for (const stage of [
    ['convert', path, '--run', 'trl'],
    ['analyze', path],
    ['report', path],
  ])
    await said(...stage);
  const account = JSON.parse(readFileSync(join(here, 'tiny/runs/trl/convert/account.json'), 'utf8'));
  expect(account.files.map(({ rows }: { rows: number }) => rows)).toEqual([16, 16]);
  expect(account.unreadable).toEqual([expect.stringMatching(/^completions\/completions_00003\.parquet: /)]);
  const markdown = readFileSync(join(here, 'tiny/runs/report/rollouts.md'), 'utf8');
  expect(markdown).toContain('from 2 files of trl; 1 file could not be read at all.');
  expect(readFileSync(join(here, 'tiny/runs/report/rollouts.html'), 'utf8')).not.toContain(here);
});

test('nothing is exported to where rollouts were imported from', async () => {
  for (const to of [source, join(source, 'below')]) {
    expect(await complaint('export', file, '--jsonl', '--to', to)).toBe(
      `--to ${to}: rollouts were imported from there; expected another folder`,
    );
  }
  await said('export', file, '--jsonl', '--to', join(source, '..'));
  const written = readdirSync(join(source, '..')).filter((name) => name.endsWith('.jsonl'));
  expect(written).toEqual(['grpo.jsonl']);
  rmSync(join(source, '..', 'grpo.jsonl'));
});

test('a table is told in words', async () => {
  const table = join(here, 'runs/grpo/convert/rollouts/000000.arrow');
  expect(await said('show', table)).toMatch(
    /rollouts that a trainer left behind[\s\S]*thought closed +100\.0 %/,
  );
  expect(await said('show', table, '--rows', '1')).toMatch(/line 1, step 1[\s\S]*question +What is item 0\?/);
});

test('a table of which columns are named', async () => {
  const here = folder(onTestFinished);
  const rows = [
    '{"asked": "a?", "text": "<think>x</think> 1", "paid": 1}',
    '{"asked": "a?", "text": "2", "paid": 0}',
  ];
  writeFileSync(join(here, 'own.jsonl'), rows.join('\n'));
  const map = { asked: 'question', text: 'completion', paid: 'reward' };
  const { recognised } = await describeRun(
    join(here, 'own.jsonl'),
    { as: 'tiny', run: 'own' },
    { map },
    here,
  );
  expect(recognised.trainer).toBe('table');
  const path = join(here, 'tiny/imported.json');
  await said('convert', path, '--run', 'own');
  const account = JSON.parse(readFileSync(join(here, 'tiny/runs/own/convert/account.json'), 'utf8'));
  expect(account.files[0]).toMatchObject({ rows: 2, sums: { reward: { count: 2, sum: 1 } } });
});

test('what is named and not there is told in a line', async () => {
  expect(await complaint('convert', file, '--run', 'ppo')).toBe(
    '--run ppo: there is no such run; expected grpo',
  );
  await expect(describeRun(join(root, 'nowhere'), { as: 'new', run: 'grpo' }, {}, root)).rejects.toThrow(
    /nowhere: cannot be read \(ENOENT\); expected a folder or file of rollouts$/,
  );
  await expect(describeRun(source, { as: 'tiny', run: 'Grpo' }, {}, root)).rejects.toThrow(
    /^run name "Grpo": expected lower-case letters and digits/,
  );
  await expect(describeRun(join(source, '1.jsonl'), { as: 'tiny', run: 'grpo' }, {}, root)).rejects.toThrow(
    /run "grpo": .* has one of .* already; expected another name, by --run$/,
  );
});
