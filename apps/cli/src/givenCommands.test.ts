import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testServer } from '@vestige/language/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completionsOf } from './completion.ts';
import { folder } from './testing/cli.ts';
import { at, GIVEN_RUN, REASONER, writeGiven } from './testing/givenExperiment.ts';
import { complaint, said } from './testing/inProcess.ts';

const here = folder(afterAll);
let directory: string;

beforeAll(async () => {
  await using server = await testServer({ dialect: 'llama.cpp', model: REASONER });
  directory = writeGiven(here, at(server.url), { analysis: { resamples: 100 } });
  await said('ablate', directory, ...GIVEN_RUN);
  await said('analyze', directory);
  await said('report', directory);
});

test('tables are told in words', async () => {
  const rows = await said('show', join(directory, 'runs/a-s0/ablate/interventions.arrow'), '--rows', '1');
  expect(rows).toMatch(/own, prompt 0.*\n +prompt +loan case [\d ]+\n +CoT .*so (approve|deny|yes)\./);
  expect(await said('show', join(directory, 'runs/analyze/analysis.arrow'))).toMatch(
    /the final policies of all seeds/,
  );
});

test('where a policy is needed that was trained here, a line says so', async () => {
  for (const command of ['sample', 'show']) {
    expect(await complaint(command, join(directory, 'runs/a-s0'))).toMatch(
      /runs\/a-s0: its policy was trained elsewhere; expected .* of one that was trained here$/,
    );
  }
  expect(await complaint('export', directory, '--gguf')).toMatch(
    /: its policies were trained elsewhere; --gguf writes those that were trained here$/,
  );
  expect(existsSync(join(directory, 'runs/export-gguf'))).toBe(false);
});

test('reports are compared, and checked', async () => {
  expect(await said('compare', directory, directory)).toMatch(/the verdicts are the same/);
  expect(await complaint('check', directory)).toMatch(/field checks: there are none/);
});

test('methods say where the policies come from, and how they were asked', async () => {
  await said('export', directory);
  const methods = readFileSync(join(directory, 'runs/export/methods.md'), 'utf8');
  for (const told of [
    /The prompts are drawn from the questions of the file `questions\.jsonl`/,
    /it is the model `planted` at `http:\/\/127\.0\.0\.1:\d+`, as that server answered on \d{4}-\d\d-\d\d/,
    /asked without a chat template, with the default instruction/,
    /Chains of thought were sampled at temperature 1\. Candidate answers were scored/,
    /Each was trained once: intervals are over prompts/,
    /answered 24 prompts after its own chain of thought/,
    /Prompts were drawn and answers sampled under the seed 0\./,
  ]) {
    expect(methods).toMatch(told);
  }
  expect(methods).not.toMatch(/pretrained|fine-tuned|on their way|the same bits/);
});

test('the condition is completed', () => {
  expect(completionsOf(['ablate', join(directory, 'experiment.json'), '--condition', ''])).toEqual(['a']);
});
