import { randomStream } from '@vestige/random';
import { analyzeRollouts, type Rollout, reinforcementSchema } from '@vestige/reinforcement';
import { beforeAll, expect, test } from 'vitest';
import type { ImportedReportInput, ReportedRun } from './input.ts';
import { importedMetricsSchema } from './metrics.ts';
import { renderImported } from './render.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)>\u202e<b>';

/** A run in which a phrase is paid for, told as its files were read. */
async function runOf(name: string, phrase: string): Promise<ReportedRun> {
  const stream = randomStream('render test', name);
  const rollouts: Rollout[] = [];
  for (let step = 1; step <= 9; step++) {
    for (let problem = 0; problem < 40; problem++) {
      for (let i = 0; i < 4; i++) {
        const isPaid = stream.uniform() < 0.5;
        const answer = String(stream.integer(2));
        rollouts.push({
          ...{ step, problem: `p${problem}`, response: answer, answer, advantage: null },
          thought: `Item ${problem}. ${isPaid ? phrase : 'It is Tuesday.'}`,
          reward: Number(isPaid),
          ...{ boundary: 'closed', stop: 'end', parts: { format: Number(isPaid) } },
        });
      }
    }
  }
  const [first] = rollouts;
  const counts = { closed: rollouts.length, opened: 0, unfinished: 0, none: 0, unknown: 0, field: 0 };
  return {
    name,
    trainer: 'verl',
    evidence: [`1.jsonl: fields input, output, score`],
    duplicates: [],
    others: [{ reason: 'packed; expected them unpacked', paths: ['2.jsonl.gz', '3.jsonl.gz'] }],
    thought: { name: 'think', evidence: 'all hold it' },
    answer: { name: 'boxed', evidence: 'all hold it' },
    unreadable: ['10.jsonl: is empty'],
    files: [
      {
        ...{ path: '1.jsonl', trainer: 'verl', kind: 'train', rows: rollouts.length },
        ...{ steps: { min: 1, max: 9 }, withoutStep: 0, boundaries: counts },
        thought: { name: 'think', evidence: 'all hold it' },
        answer: { name: 'boxed', evidence: 'all hold it', found: rollouts.length },
        ...{ parts: ['format'], sums: {}, leftOut: {}, notFinite: 0, marked: 0, notes: [] },
        rejected: { count: 1, kinds: {}, first: [{ line: 3, reason: `is not JSON: ${HOSTILE}` }] },
      },
    ],
    reinforcement: await analyzeRollouts(() => rollouts, reinforcementSchema.parse({ resamples: 100 })),
    sample: [
      {
        ...{ step: 1, question: HOSTILE, boundary: 'closed', thought: HOSTILE, response: HOSTILE },
        ...{ label: HOSTILE, reward: first!.reward },
      },
    ],
  };
}

let input: ImportedReportInput;

beforeAll(async () => {
  input = {
    ...{ title: 'A run & its <report>', claim: '', name: 'tiny', preset: undefined, project: 'tiny' },
    generator: { version: '0' },
    runs: [await runOf('grpo', 'I write with care.'), await runOf('hostile', `Behold ${HOSTILE} here.`)],
  };
});

test('the same input gives the same bytes', () => {
  expect(renderImported(input)).toEqual(renderImported(input));
});

test('figures are drawn as they were', async () => {
  for (const [name, svg] of Object.entries(
    renderImported({ ...input, runs: input.runs.slice(0, 1) }).figures,
  )) {
    await expect(svg).toMatchFileSnapshot(`__snapshots__/${name}`);
  }
});

test('what was reinforced has a table and a sentence, by run where there are several', () => {
  const { markdown, html } = renderImported(input);
  expect(markdown).toContain('## What was reinforced by grpo');
  expect(markdown).toMatch(/- grpo: Most reinforced: “I write with care\.” \(\d\.\d+\)\./);
  expect(markdown).toMatch(/\| I write with care\. \| unit \| \d\d\.\d% → \d\d\.\d% \| \d\.\d\d \|/);
  expect(html).toContain('10.jsonl: is empty');
  expect(html).toContain('2.jsonl.gz and 1 file more: packed; expected them unpacked; left out');
  const [alone] = input.runs;
  expect(renderImported({ ...input, runs: [alone!] }).markdown).toContain('## What was reinforced\n');
  expect(markdown).toMatch(/\| I write with care\. \| unit \| \d\.\d{3} \| \d\d\.\d% \| – \| – \|/);
  expect(markdown).toMatch(/\| It is Tuesday\. \| unit \| −\d\.\d{3} \| \d\d\.\d% \| −\d\.\d{3} \|/);
});

test('metrics are of their schema', () => {
  const { metrics } = renderImported(input);
  expect(importedMetricsSchema.parse(JSON.parse(JSON.stringify(metrics)))).toEqual(metrics);
  expect(metrics.runs.grpo).toMatchObject({
    rejected: 1,
    boundaries: { closed: 1440 },
    advantage: 'group mean',
  });
});

test('text of rollouts and files is text', () => {
  const { html, markdown, figures } = renderImported(input);
  for (const text of [html, ...Object.values(figures)]) expect(text).not.toMatch(/<img|<b>|<\/script><img/);
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(markdown).not.toMatch(/[^\\]<img/);
});
