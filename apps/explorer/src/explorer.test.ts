import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createEnvironment } from '@vestige/environment';
import { readTable, rolloutColumns } from '@vestige/rollouts';
import { tableFromIPC } from 'apache-arrow';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRollouts, rolloutsFile } from './embed/rollouts.ts';
import type { ExplorerRun } from './embed/run.ts';
import { MANIFEST, type Manifest, PROMPTS, ROLLOUTS, TRANSCRIPTS } from './format.ts';
import { givenRun } from './testing/given.ts';
import { GIVEN, renderedPage, SHORT } from './testing/page.ts';
import { trainedRuns } from './testing/trained.ts';

let folder: string;
let runs: ExplorerRun[];
let text: string;
beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'vestige-explorer-')), 'runs');
  runs = await trainedRuns(folder);
  text = renderedPage({ runs });
});
afterAll(() => rmSync(dirname(folder), { recursive: true }));

/** Bytes of a block of a page. */
const blockOf = (page: string, id: string) => {
  const content = parseHTML(page).document.getElementById(id)!.textContent;
  return gunzipSync(Buffer.from(content, 'base64'));
};
const manifestOf = (page: string): Manifest => JSON.parse(blockOf(page, MANIFEST).toString());

test('the page keeps its policy: its own styles and program, WebAssembly, no network', () => {
  const { document } = parseHTML(text);
  const policy = document.querySelector('meta[http-equiv]')!.getAttribute('content')!;
  expect(policy.replace(/'sha256-[^']+'/g, 'HASH')).toBe(
    "default-src 'none'; style-src HASH HASH; script-src HASH 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'",
  );
  expect(document.querySelectorAll('[src], link, img, iframe, [style]')).toHaveLength(0);
});

test('parameters in the page are those of the checkpoint, bit by bit', () => {
  const { policies, runs: held } = manifestOf(text);
  expect(held).toHaveLength(2);
  expect(policies.map(({ run, step, final }) => ({ run, step, final }))).toEqual([
    { run: 0, step: 10, final: true },
    { run: 1, step: 0, final: true },
    { run: 0, step: 5, final: false },
    { run: 0, step: 0, final: false },
  ]);
  for (const { block, directory } of policies) {
    const file = readFileSync(join(dirname(folder), directory, 'model.safetensors'));
    expect(blockOf(text, block).equals(file)).toBe(true);
  }
});

test('final policies of all seeds come before checkpoints, and these are of all seeds alike', () => {
  const [biased, base] = runs as [ExplorerRun, ExplorerRun];
  const seeds = [0, 1].flatMap((seed) => [biased, base].map((run) => ({ ...run, seed })));
  const swept = [0, 1].map((seed) => ({ ...biased, condition: 'dose1', seed, swept: true }));
  const { policies, runs: held } = manifestOf(renderedPage({ runs: [...swept, ...seeds] }));
  const told = policies.map(({ run, step }) => `${held[run]!.condition} ${held[run]!.seed} ${step}`);
  expect(told).toEqual([
    ...['1 0 10', '2 0 0', '1 1 10', '2 1 0'],
    '0 0 10',
    ...['1 0 5', '1 1 5', '1 0 0', '1 1 0'],
    '0 1 10',
  ]);
});

test('a page says what it holds, of which seeds, and how large it is', () => {
  const two = [...runs, { ...runs[0]!, seed: 7 }];
  const page = renderedPage({ runs: two });
  const { document } = parseHTML(page);
  const { rollouts, policies } = manifestOf(page);
  const told = [...document.querySelectorAll('.holds')].map((note) => note.textContent);
  expect(new Set(told).size).toBe(1);
  expect(told[0]).toContain(`Holds ${rollouts.held.toLocaleString('en')} rollouts of training`);
  expect(told[0]).toContain(`, of seeds 0, 7; ${policies.length} policies, 3 final and `);
  const megabytes = (Math.ceil(Buffer.byteLength(page) / 100_000) / 10).toFixed(1);
  expect(told[0]).toMatch(new RegExp(`; ${megabytes} MB of 8\\.0 MB\\.$`));
  // What the page has no room for is kept all the same.
  const small = renderedPage({ runs: two, limit: Buffer.byteLength(page) - 400_000 });
  expect(manifestOf(small).rollouts.of).toBe(rollouts.of);
});

test('policies from elsewhere stand beside those trained here', async () => {
  const given = [await givenRun(folder, { prompts: 3 })];
  const report = { ...SHORT, chapters: [...SHORT.chapters, ...GIVEN.chapters] };
  const page = renderedPage({ runs, given, report });
  const { policies, transcripts, conditions } = manifestOf(page);
  expect(conditions.map(({ name }) => name)).toEqual(['biased', 'base', 'model']);
  expect(policies).toHaveLength(4);
  expect(transcripts).toEqual({ held: 3, of: 3 });
  expect(JSON.parse(blockOf(page, TRANSCRIPTS).toString()).policies[0].condition).toBe(2);
  const { document } = parseHTML(page);
  for (const id of ['prompts', 'rollouts', 'playground', 'transcripts']) {
    expect(document.querySelector(`.contents a[href="#${id}"]`)).not.toBeNull();
  }
  expect(document.querySelector('.holds')!.textContent).toMatch(
    /; 4 policies, .*; 3 transcripts of 3 of policies trained elsewhere; /,
  );
});

test('rollouts in the page are those of the file', () => {
  const { rollouts } = manifestOf(text);
  const table = tableFromIPC(blockOf(text, ROLLOUTS));
  const file = [...readTable(runs[0]!.rollouts!, rolloutColumns).rows()];
  const { format } = createEnvironment(runs[0]!.environment);
  expect(rollouts).toEqual({ held: file.length, of: file.length });
  // Then those for evaluation prompts: at three checkpoints of the policy, at one of the base.
  expect(table.numRows).toBe(file.length + 3 * 32 + 64 + 32);
  for (const row of [0, 17, file.length - 1]) {
    const expected = file[row]!;
    const found = table.get(row)!;
    expect(format.text([...found.raw])).toBe(expected.raw);
    expect(format.text([...found.question])).toBe(expected.question);
    expect(format.text([found.label])).toBe(expected.label);
    expect(found.advantage).toBe(expected.advantage);
    for (const [i, logProb] of Array.from(expected.log_probs!).entries()) {
      expect(found.improbability.get(i) / 255).toBeCloseTo(1 - Math.exp(logProb), 2);
    }
  }
});

test('prompts in the page have the probabilities of the interventions', () => {
  const { interventions } = manifestOf(text);
  expect(interventions).toEqual(expect.arrayContaining(['frozen', 'now', 'cut0', 'swap', 'flip']));
  const table = tableFromIPC(blockOf(text, PROMPTS));
  const rows = [...readTable(runs[0]!.interventions).rows()] as {
    [name: string]: unknown;
    frozen_answer_probability: number;
  }[];
  const prompt = table.get(3)!;
  const measured = rows.find(
    ({ intervention, problem_id, final }) =>
      final && intervention === 'swap' && problem_id === prompt.problem_id,
  )!;
  const at = interventions.indexOf('swap');
  expect(prompt.probability.get(at) / 255).toBeCloseTo(measured.frozen_answer_probability, 2);
});

test('a smaller page holds fewer policies, never more than allowed', () => {
  // By data alone: the program must stay, however large it is.
  const limit = Buffer.byteLength(text) - 300_000;
  const small = renderedPage({ runs, limit });
  expect(Buffer.byteLength(small)).toBeLessThanOrEqual(limit);
  const { policies } = manifestOf(small);
  expect(policies.length).toBeLessThan(4);
  expect(policies[0]!.final).toBe(true);
});

test('a report that leaves too little room gives way to the shorter one', () => {
  const limit = Buffer.byteLength(text);
  const report = { ...SHORT, claim: 'a long claim '.repeat(limit / 15) };
  const isLong = (page: string) => page.includes('long claim a long');
  const page = renderedPage({ runs, limit, report, shorter: SHORT });
  expect(isLong(page)).toBe(false);
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(limit);
  expect(isLong(renderedPage({ runs, limit: 3 * limit, report, shorter: SHORT }))).toBe(true);
});

test('where not all rollouts fit, each update has as many as the others', () => {
  const source = readRollouts(runs);
  const { bytes, held } = rolloutsFile(source, 325);
  expect(held).toBe(320);
  const steps = [...tableFromIPC(bytes).getChild('step')!].slice(0, held);
  const counts = [...Map.groupBy(steps, (step) => step).values()].map(({ length }) => length);
  expect(counts).toEqual(Array.from({ length: 10 }, () => 32));
});

test('a page that cannot be so small is refused', () => {
  expect(() => renderedPage({ runs, limit: 100_000 })).toThrow(
    /^the page has \d+ bytes, expected at most 100000$/,
  );
});

test('the same runs give the same bytes', () => {
  expect(renderedPage({ runs })).toBe(text);
});
