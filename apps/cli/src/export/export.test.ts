import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder, printed, refused, writeMiniature } from '../testing/cli.ts';
import { complaint, said } from '../testing/inProcess.ts';

const here = folder(afterAll);
const TITLE = 'A_b%{}\\ & "two",\nlines';

beforeAll(async () => {
  writeMiniature(here, { title: TITLE });
  await said('pretrain', here, '--seed', '0');
  for (const condition of ['biased', 'fair'])
    await said('train', here, '--condition', condition, '--seed', '0');
  for (const condition of ['base', 'biased', 'fair']) {
    await said('ablate', here, '--condition', condition, '--seed', '0');
  }
  await said('analyze', here);
  await said('report', here);
}, 120_000);

const filesIn = (directory: string) =>
  globSync('**/*.*', { cwd: directory })
    .sort()
    .map((path) => [path, readFileSync(join(directory, path))] as const);

test('no file of the report says where it was made', () => {
  for (const [path, content] of filesIn(join(here, 'runs/report'))) {
    expect([path, content.includes(dirname(here))]).toEqual([path, false]);
  }
  const page = readFileSync(join(here, 'runs/report/report.html'), 'utf8');
  const blocks = [...page.matchAll(/>([A-Za-z0-9+/=]{99,})</g)].map(([, block]) =>
    gunzipSync(Buffer.from(block!, 'base64')),
  );
  expect(blocks.some((block) => block.includes('runs/biased-s0/train/checkpoints'))).toBe(true);
  expect(blocks.filter((block) => block.includes(dirname(here)))).toEqual([]);
});

test('the tables, each figure of the report, methods and references, and the same bytes again', async () => {
  const exported = join(here, 'runs/export');
  mkdirSync(exported);
  writeFileSync(join(exported, 'left.tex'), 'by an earlier export');
  const lines = await printed(['export', here]);
  expect(lines).toMatch(/\nWrote .*runs\/export: \d+ tables, \d+ figures, methods\.md, .*\n$/);
  const files = new Map(filesIn(exported));
  const figures = globSync('*.svg', { cwd: join(here, 'runs/report/figures') }).map((file) =>
    file.slice(0, -4),
  );
  expect(figures.length).toBeGreaterThan(5);
  expect([...files.keys()]).toEqual(
    [
      ...figures.flatMap((name) => [`figures/${name}.pdf`, `figures/${name}.svg`]),
      ...['estimates', 'comparisons', 'contrasts', 'verdicts', 'verdicts-by-seed', 'phrases'].flatMap(
        (name) => [`tables/${name}.csv`, `tables/${name}.tex`],
      ),
      ...['tables/battery.tex', 'tables/estimates-by-seed.csv', 'tables/absent.csv'],
      ...['methods.md', 'methods.tex', 'references.bib', 'citation.bib', 'example.tex'],
    ].sort(),
  );
  for (const [path, content] of files) {
    if (path.endsWith('.pdf')) expect(content.subarray(0, 5).toString()).toBe('%PDF-');
  }
  expect(files.get('methods.md')!.toString()).toMatch(/^# Methods: A\\_b%\\\{\\\}\\\\ &amp; "two", lines\n/);
  expect(files.get('example.tex')!.toString()).toContain(
    "\\title{A\\_b\\%\\{\\}\\textbackslash{} \\& ''two'', lines}",
  );
  expect(files.get('citation.bib')!.toString()).toContain('@misc{vestige,');

  const other = join(here, 'paper');
  mkdirSync(other);
  writeFileSync(join(other, 'paper.tex'), 'mine');
  await said('export', here, '--to', other);
  expect(filesIn(other).filter(([path]) => path !== 'paper.tex')).toEqual([...files]);
  expect(readFileSync(join(other, 'paper.tex'), 'utf8')).toBe('mine');
}, 120_000);

test('policies: the last of every run as GGUF, beside what a paper takes', async () => {
  const text = await said('export', here, '--gguf');
  expect(text).toMatch(/Wrote .*runs\/export-gguf: base-s0\.gguf, biased-s0\.gguf, fair-s0\.gguf\n$/);
  const files = filesIn(join(here, 'runs/export-gguf'));
  expect(files.map(([path]) => path)).toEqual(['base-s0.gguf', 'biased-s0.gguf', 'fair-s0.gguf']);
  for (const [path, content] of files) {
    expect([path, content.subarray(0, 4).toString()]).toEqual([path, 'GGUF']);
    expect(content.includes(`${path.slice(0, -8)}, seed 0`)).toBe(true);
  }
  const untrained = folder(afterAll);
  writeMiniature(untrained);
  expect(await complaint('export', untrained, '--gguf')).toMatch(
    /pretrain: not made yet; `vestige pretrain .* makes it$/,
  );
}, 60_000);

test.each([
  [
    'pretraining',
    { pretraining: { steps: 4, batch: 8 } },
    /pretrain: was made with pretraining\.steps 3; expected 4; `vestige pretrain .* makes it anew$/,
  ],
  [
    'ablation',
    { ablation: { prompts: 9, checkpointPrompts: 4 } },
    /ablate: was made with ablation\.prompts 40; expected 9/,
  ],
  ['analysis', { analysis: { resamples: 101 } }, /analyze: was made with analysis\.resamples 100; expected/],
  ['seeds', { seeds: [0, 1] }, /analyze: was made with seeds \[0\]; expected \[0,1\]/],
])('methods are not told of another %s than has run', async (_, fields, message) => {
  const file = join(here, 'experiment.json');
  const before = readFileSync(file);
  writeMiniature(here, fields);
  try {
    expect(await complaint('export', here)).toMatch(message);
  } finally {
    writeFileSync(file, before);
  }
});

test('what cannot be exported is refused in a line', async () => {
  const fresh = folder(afterAll);
  writeMiniature(fresh);
  expect(await refused(['export', fresh])).toMatch(
    /analysis\.json: not made yet; `vestige pretrain .*` is the first of 8 commands that make it$/,
  );
  expect(await complaint('export', here, '--to', join(here, 'experiment.json'))).toMatch(
    /^--to .*experiment\.json: is a file; expected a folder$/,
  );
  expect(await complaint('export', 'overview')).toBe(
    'overview is an overview, not an experiment; expected one of the commands run, report and open',
  );
  expect(await complaint('export', 'calibration')).toMatch(/^calibration is a calibration/);
});
