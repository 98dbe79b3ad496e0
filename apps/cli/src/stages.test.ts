import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { OVERVIEW_REPORT, STAGES, type StageName } from '@vestige/experiment';
import { MANIFEST_FILE } from '@vestige/manifest';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findCheckpoint } from './checkpoint.ts';
import {
  BASE_RUN,
  BIASED_RUN,
  folder,
  outcomeOf,
  printed,
  refused,
  reinforcement,
  start,
  writeMiniature,
} from './testing/cli.ts';
import { complaint, said } from './testing/inProcess.ts';

const here = folder(afterAll);
const PRETRAIN = 'runs/base-s0/pretrain';
const TRAIN = 'runs/biased-s0/train';
const CHECKPOINT = `${TRAIN}/checkpoints/step-0002`;
const INTERVENTIONS = 'runs/base-s0/ablate/interventions.arrow';

/** What each stage told. */
const told: Record<string, string> = {};

beforeAll(async () => {
  writeMiniature(here, {
    conditions: { biased: { rule: 'nationality' } },
    reinforcement: reinforcement({ drift: { words: ['good'], probes: 64, every: 2 } }),
  });
  const run = async (stage: string, ...words: string[]) => {
    told[stage] = await printed([stage, '.', ...words], here);
  };
  await run('pretrain', '--seed', '0');
  await Promise.all([run('train', ...BIASED_RUN), run('ablate', ...BASE_RUN)]);
  await run('ablate', ...BIASED_RUN);
  await run('analyze');
  await run('report');
}, 60_000);

test('the stages run in order by hand, and each says in one line what it made', () => {
  const time = String.raw`\(\d+s\)\n$`;
  expect(told.pretrain).toMatch(new RegExp(`^pretraining: 3 steps, loss [\\d.]+ nats a token ${time}`));
  expect(told.train).toMatch(
    new RegExp(`^reinforcement learning: (not )?solved after [24] steps: own [\\d.]+, now [\\d.]+ ${time}`),
  );
  expect(told.ablate).toMatch(new RegExp(`^ablation: 3 checkpoints, \\d+ answers ${time}`));
  expect(told.analyze).toMatch(new RegExp(`^analysis: 2 runs, \\d+ estimates ${time}`));
  expect(told.report).toContain('report.html');
  const metrics = JSON.parse(readFileSync(join(here, 'runs/report/metrics.json'), 'utf8'));
  expect(Object.keys(metrics.conditions)).toEqual(['base', 'biased']);
  expect(metrics.conditions.biased.estimates).toHaveProperty(['drift.good.initial.measured']);
  expect(readFileSync(join(here, 'runs/report/report.md'), 'utf8')).toContain('mentions the nationality');
  const left = readdirSync(here, { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test.each<[StageName, string]>([
  ['pretrain', PRETRAIN],
  ['train', TRAIN],
  ['ablate', 'runs/biased-s0/ablate'],
  ['analyze', 'runs/analyze'],
  ['report', 'runs/report'],
])('%s makes what is said of it', (stage, directory) => {
  expect(readdirSync(join(here, directory)).sort()).toEqual([...STAGES[stage].makes, MANIFEST_FILE]);
});

describe('an overview of the experiments beside it', () => {
  const directory = join(here, '../overview');
  const write = (fields: object) => {
    mkdirSync(directory, { recursive: true });
    const compare = [
      { experiment: 'miniature', condition: 'biased' },
      { experiment: 'miniature', condition: 'base', label: 'before' },
    ];
    const content = { name: 'overview', title: 'Side by side', compare, ...fields };
    writeFileSync(join(directory, 'overview.json'), JSON.stringify(content));
  };

  test('is written by the stage report', async () => {
    write({});
    expect(await printed(['report', '.'], directory)).toMatch(/^overview: .*overview\.html \(\d+s\)\n$/);
    expect(readdirSync(join(directory, 'runs/report')).sort()).toEqual([
      ...OVERVIEW_REPORT.makes,
      MANIFEST_FILE,
    ]);
    const page = readFileSync(join(directory, 'runs/report/overview.html'), 'utf8');
    const link = /<a href="([^"]*)">miniature biased<\/a>/.exec(page)![1]!;
    expect(link).toBe('../../../miniature/runs/report/report.html');
    expect(existsSync(join(directory, 'runs/report', link))).toBe(true);
    const { rows } = JSON.parse(readFileSync(join(directory, 'runs/report/metrics.json'), 'utf8'));
    const { conditions } = JSON.parse(readFileSync(join(here, 'runs/report/metrics.json'), 'utf8'));
    expect(rows).toMatchObject([
      { label: 'miniature biased', base: 'base', estimates: conditions.biased.estimates },
      { label: 'before', base: null, estimates: conditions.base.estimates },
    ]);
  });

  test('links further projects by the page in the folder of their report', async () => {
    write({ also: ['calibration'] });
    expect(await complaint('report', directory)).toMatch(
      /no page of calibration in it; run calibration first$/,
    );
    const report = join(here, '../calibration/runs/report');
    mkdirSync(report, { recursive: true });
    writeFileSync(join(report, 'calibration.html'), '');
    await said('report', directory);
    const page = readFileSync(join(directory, 'runs/report/overview.html'), 'utf8');
    expect(page).toContain('<a href="../../../calibration/runs/report/calibration.html">calibration</a>');
  });

  test('names what is wrong in its file', async () => {
    write({ compare: [{ experiment: 'miniature', condition: 'base', group: 'hinted' }] });
    expect(await complaint('report', directory)).toMatch(
      /overview\.json: field compare: miniature base, hinted: miniature base has no group "hinted"; it has none: its prompts/,
    );
    write({ compare: [{ experiment: 'miniature', condition: 'unfair' }] });
    expect(await complaint('report', directory)).toMatch(
      /overview\.json: field compare\.0\.condition: miniature has no condition "unfair"; expected one of base, biased$/,
    );
    expect(await complaint('report', directory, '--quick')).toMatch(/has no preset "quick"; it has: none$/);
  });

  test('is run in the workspace only', async () => {
    write({});
    expect(await complaint('run', directory)).toMatch(
      /`vestige run` needs an experiment, an overview or imported runs in /,
    );
  });
});

const show = (file: string, ...words: string[]) => said('show', join(here, file), ...words);
const json = async (...words: [string, ...string[]]) => JSON.parse(await show(...words, '--json'));

test('the real command shows a table in words, and as JSON', async () => {
  const [words, data] = await Promise.all([
    printed(['show', `${PRETRAIN}/curve.arrow`], here),
    printed(['show', `${TRAIN}/rollouts.arrow`, '--json'], here),
  ]);
  expect(words).toBe(await show(`${PRETRAIN}/curve.arrow`));
  expect(JSON.parse(data)).toEqual({
    ...(await json(`${TRAIN}/rollouts.arrow`)),
    file: `${TRAIN}/rollouts.arrow`,
  });
});

describe('tables are told in words', () => {
  test('the learning curve', async () => {
    const text = await show(`${PRETRAIN}/curve.arrow`);
    expect(text).toMatch(/^curve.arrow: the learning curve of pretraining, one row a step\n/);
    expect(text).toMatch(/made by +vestige pretrain: condition base, seed 0\n/);
    expect(text).toMatch(/environment +loan: nationalities 2, factors 2/);
    expect(text).toMatch(/computed on +backend wasm, kernels \S+ \w+\n/);
    expect(text).toMatch(/holds +3 rows of 5 columns/);
    expect(text).toMatch(/loss +[\d.]+ at first, [\d.]+ at last, nats a token/);
    expect(text).toMatch(/gradient_norm +Float32 +Global L2 norm/);
  });

  test('updates, with evaluations and how it ended', async () => {
    const text = await show(`${TRAIN}/updates.arrow`);
    expect(text).toMatch(/rule +nationality\n/);
    expect(text).toMatch(/evaluated after step +own CoT +at once\n +2 +[\d.]+ % +[\d.]+ %/);
    expect(text).toMatch(/ended +after step [24] of at most 4: (not )?solved/);
  });

  test('the drift of words', async () => {
    const text = await show(`${TRAIN}/drift.arrow`);
    expect(text).toMatch(
      /good +[\d.]+ % at first, [\d.]+ % before the last of [12] updates?;\s+log-odds [\d.-]+/,
    );
    expect(await show(`${TRAIN}/drift.arrow`, '--rows', '1')).toMatch(
      /step +word +prompts +share.*\n +1 +good +all +/,
    );
    // Four kinds of prompts: two rules, each with two labels.
    expect(
      text.match(/^ +nationality=(approve|deny),factors=(approve|deny) +[\d.]+ % at first/gm),
    ).toHaveLength(4);
  });

  test('rollouts, with means and three examples', async () => {
    const text = await show(`${TRAIN}/rollouts.arrow`);
    expect(text).toMatch(/means of +step 1 +step 4\n/);
    for (const part of ['reward', 'outcome', 'length', 'monitor', 'accuracy', 'CoT length']) {
      expect(text).toContain(part);
    }
    expect(text.match(/prompt +nationality\d income\d credit\d\n/g)).toHaveLength(3);
  });

  test('interventions, with what each is', async () => {
    const text = await show('runs/biased-s0/ablate/interventions.arrow');
    expect(text).toMatch(/policies +after 0, 2, 4 updates/);
    expect(text).toMatch(
      /now +[\d.]+ % +[\d.]+ % +[\d.]+ +[\d.]+ %( \(does not answer\))? +40 +0\.0 +asked at once, no CoT/,
    );
    expect(text).toMatch(/cut50 .* the first 50 % of its CoT/);
    expect(text).toMatch(/flip .* the prompt flipped, its CoT kept/);
  });

  test('the analysis', async () => {
    const text = await show('runs/analyze/analysis.arrow');
    expect(text).toMatch(/estimator +estimate +low +high +prompts +seeds\n +accuracy\.own/);
  });
});

test('rows in words, of one step if asked for', async () => {
  const text = await show(`${TRAIN}/rollouts.arrow`, '--rows', '2', '--step', '3');
  expect(text.match(/Step 3\n +prompt +nationality.*\n +CoT +.*\n(.*\n)*? +answer +\w+/g)).toHaveLength(2);
  expect(await show(INTERVENTIONS, '--rows', '1')).toMatch(/own, prompt 0, after 0 updates/);
  expect((await show(`${TRAIN}/updates.arrow`, '--rows', '2')).trimEnd().split('\n')).toHaveLength(3);
  expect(await complaint('show', join(here, TRAIN, 'rollouts.arrow'), '--step', '9')).toBe(
    `${here}/${TRAIN}/rollouts.arrow: --step 9: no row of that step; the file has steps 1 to 4`,
  );
});

describe('--json is for programs', () => {
  test.each([
    [`${PRETRAIN}/curve.arrow`, 'curve'],
    [`${TRAIN}/updates.arrow`, 'updates'],
    [`${TRAIN}/rollouts.arrow`, 'rollouts'],
    [INTERVENTIONS, 'interventions'],
    ['runs/analyze/analysis.arrow', 'analysis'],
  ])('%s', async (file, table) => {
    const { provenance, columns, rowCount, summary } = await json(file);
    expect(provenance.table).toBe(table);
    expect(columns[0]).toEqual({
      name: expect.any(String),
      type: expect.any(String),
      description: expect.stringMatching(/\.$/),
    });
    expect(rowCount).toBeGreaterThan(2);
    expect(summary).toBeTypeOf('object');
  });

  test('with --rows the rows', async () => {
    const { rows } = await json(`${TRAIN}/rollouts.arrow`, '--rows', '2');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      step: 1,
      question: expect.stringMatching(/^nationality\d income\d credit\d$/),
      ids: expect.any(Array),
      reward: expect.any(Number),
    });
  });
});

describe('a checkpoint', () => {
  test('is told in words, whichever of its files is named', async () => {
    const text = await show(CHECKPOINT);
    expect(text).toMatch(/made by +vestige train: condition biased, seed 0, after 2 updates/);
    expect(text).toMatch(/shape +GPT-2 with 1 layer, width 8, 2 heads, MLP 32, context of 64 tokens/);
    expect(text).toMatch(/parameters +[\d,]+ numbers in \d+ tensors, float32/);
    expect(text).toContain(`GPT2LMHeadModel.from_pretrained("${join(here, CHECKPOINT)}")`);
    expect(await show(`${CHECKPOINT}/model.safetensors`)).toBe(text);
    expect(await show(`${CHECKPOINT}/tokenizer_config.json`)).toBe(text);
  });

  test('is found from the folders above it, by `show` and `sample` alike: of several the last', async () => {
    const run = 'runs/biased-s0';
    for (const folder of [run, `${run}/train`, `${run}/train/checkpoints`]) {
      expect(await show(folder)).toMatch(/^step-0004: a checkpoint, one policy, the last of 3\n/);
      expect(await said('sample', join(here, folder))).toMatch(
        /^biased, seed 0, after 4 updates \(step-0004, the last of 3 checkpoints\)\n/,
      );
    }
    expect(await show(run)).toMatch(
      /Beside it\n +\S+interventions\.arrow, \S+drift\.arrow, .*updates\.arrow\n/,
    );
    expect((await json(run)).file).toBe(join(here, run, 'train/checkpoints/step-0004'));
    for (const path of [
      'runs/base-s0',
      PRETRAIN,
      `${PRETRAIN}/checkpoint`,
      `${PRETRAIN}/checkpoint/config.json`,
    ]) {
      expect(await show(path)).toMatch(/^checkpoint: a checkpoint, one policy\n/);
      expect(await said('sample', join(here, path))).toMatch(/^base, seed 0, before any update\n/);
    }
    const words = [join(here, 'runs'), `${here}/${PRETRAIN}/curve.arrow`, join(here, 'nothing')];
    const complaints = await Promise.all(words.map((path) => complaint('sample', path)));
    expect(complaints[0]).toBe(await complaint('show', words[0]!));
    expect(complaints[1]).toMatch(/curve\.arrow: not part of a checkpoint; expected a checkpoint directory/);
    expect(complaints[2]).toMatch(
      /nothing: no such file; expected a checkpoint directory, or the folder of a run$/,
    );
  });

  test('after most updates is the last, however its number is written', () => {
    const there = folder(onTestFinished);
    for (const step of ['0000', '9999', '10000', 'late']) {
      mkdirSync(join(there, 'checkpoints', `step-${step}`), { recursive: true });
      writeFileSync(join(there, 'checkpoints', `step-${step}`, 'config.json'), '{}');
    }
    expect(findCheckpoint(there)).toEqual({ directory: join(there, 'checkpoints/step-10000'), among: 3 });
  });

  test('as JSON', async () => {
    const { provenance, model, parameters, vocabulary } = await json(CHECKPOINT);
    expect(provenance).toMatchObject({ condition: 'biased', seed: 0, step: 2, backend: 'wasm' });
    expect(model).toMatchObject({ width: 8, layers: 1, heads: 2 });
    expect(parameters).toBeGreaterThan(500);
    expect(vocabulary[0]).toBe('<pad>');
  });

  test('with rotary positions is a GPT-NeoX, and answers', async () => {
    const there = folder(onTestFinished);
    writeMiniature(there, { model: { width: 8, layers: 1, heads: 2, positions: 'rotary' } });
    await said('pretrain', there, '--seed', '0');
    const checkpoint = join(there, PRETRAIN, 'checkpoint');
    const text = await said('show', checkpoint);
    expect(text).toMatch(/shape +GPT-NeoX with 1 layer, .*,\s+rotary\s+positions of base 10000/s);
    expect(text).toContain(`GPTNeoXForCausalLM.from_pretrained("${checkpoint}")`);
    expect(await said('sample', checkpoint)).toMatch(/after its own CoT +[\d.]+ % +[\d.]+ %/);
  });
});

describe('what cannot be shown is named in one line', () => {
  test('files that are missing or something else', async () => {
    expect(await refused(['show', 'nothing.arrow'], here)).toBe(
      'nothing.arrow: no such file; expected an Arrow file or a checkpoint directory',
    );
    expect(await complaint('show', join(here, 'experiment.json'))).toMatch(/neither an Arrow file/);
    expect(await complaint('show', join(here, 'runs'))).toMatch(
      /runs: a folder that leads to no one checkpoint; in it there are .*analysis\.arrow.* and \d+ more$/,
    );
    expect(await complaint('show', join(here, CHECKPOINT), '--rows', '3')).toMatch(
      /a checkpoint has no rows/,
    );
  });

  test('a checkpoint whose metadata is no JSON', async () => {
    const torn = join(here, 'torn');
    cpSync(join(here, CHECKPOINT), torn, { recursive: true });
    const file = join(torn, 'model.safetensors');
    const weights = readFileSync(file);
    const at = weights.indexOf('"experiment":"{') + '"experiment":"'.length;
    weights.write('<', at);
    writeFileSync(file, weights);
    for (const command of ['show', 'sample']) {
      expect(await complaint(command, torn)).toMatch(
        /torn: "experiment" in the metadata of its weights is no JSON object$/,
      );
    }
  });

  test('a truncated Arrow file', async () => {
    copyFileSync(join(here, INTERVENTIONS), join(here, 'short.arrow'));
    truncateSync(join(here, 'short.arrow'), 3000);
    expect(await refused(['show', 'short.arrow'], here)).toBe(
      'short.arrow: truncated Arrow file (3000 bytes, no footer); delete it and run its stage again',
    );
  });
});

test('a reader that stops reading is no error', async () => {
  const child = start(['show', `${TRAIN}/rollouts.arrow`, '--rows', '32'], here);
  child.stdout!.destroy();
  expect(await outcomeOf(child)).toEqual({ code: 0, stdout: '', stderr: '' });
});
