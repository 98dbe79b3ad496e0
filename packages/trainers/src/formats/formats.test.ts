import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { file, folder, jsonl } from '../testing/files.ts';
import { imported } from '../testing/imported.ts';
import { zip } from '../testing/zip.ts';

test('trl: a Parquet file a step, a column of floats for each reward function', async () => {
  const root = folder();
  const columns = (step: number) => [
    { name: 'step', data: [BigInt(step), BigInt(step)], type: 'INT64' as const },
    { name: 'prompt', data: ['What is 1 + 1?', 'What is 1 + 1?'], type: 'STRING' as const },
    { name: 'completion', data: ['<think>two</think>2', '<think>hm'], type: 'STRING' as const },
    { name: 'correct', data: [1, 0.25], type: 'DOUBLE' as const },
    { name: 'format', data: [0.1, null], type: 'DOUBLE' as const },
    { name: 'solution', data: ['2', '2'], type: 'STRING' as const },
    { name: 'advantage', data: [0.7071067690849304, -0.7071067690849304], type: 'DOUBLE' as const },
  ];
  for (const step of [10, 5]) {
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData: columns(step) }));
    file(join(root, `out/completions/completions_${String(step).padStart(5, '0')}.parquet`), bytes);
  }
  const { recognised, accounts, rows } = await imported(root);
  expect(recognised.trainer).toBe('trl');
  expect(recognised.evidence).toEqual([
    'out/completions/completions_00005.parquet: fields step, prompt, completion, advantage',
  ]);
  expect(recognised.files.map(({ step, kind }) => [step, kind])).toEqual([
    [5, 'train'],
    [10, 'train'],
  ]);
  expect(accounts[0]).toMatchObject({
    rows: 2,
    steps: { min: 5, max: 5 },
    parts: ['correct', 'format'],
    sums: {
      reward: { count: 2, sum: 1.35 },
      reward_correct: { count: 2, sum: 1.25 },
      reward_format: { count: 1, sum: 0.1 },
      advantage: { count: 2, sum: 0 },
    },
    boundaries: { closed: 1, unfinished: 1 },
    notes: [
      'its reward is the sum of its parts correct, format; the weights of the reward functions are not in the file: --weight part=number gives them, --map column=extra leaves out a column that is no reward',
    ],
  });
  expect(rows.slice(0, 2)).toMatchObject([
    {
      ...{ step: 5, question: 'What is 1 + 1?', opening: '<think>', thought: 'two', closing: '</think>' },
      ...{ response: '2', reward: 1.1, reward_correct: 1, reward_format: 0.1, line: 1 },
      ...{ advantage: 0.7071067690849304, extra: '{"solution":"2"}' },
    },
    { boundary: 'unfinished', thought: 'hm', response: '', reward: 0.25, reward_format: null, line: 2 },
  ]);
});

test('trl: columns that map says are no rewards, whole numbers of 32 bits, and weights', async () => {
  const columns = [
    { name: 'step', data: [5, 5], type: 'INT32' as const },
    { name: 'prompt', data: ['1 + 1?', '1 + 1?'], type: 'STRING' as const },
    { name: 'completion', data: ['<think>two</think>2', '<think>hm'], type: 'STRING' as const },
    { name: 'correct', data: [1, 0], type: 'DOUBLE' as const },
    { name: 'format', data: [0.25, null], type: 'DOUBLE' as const },
    { name: 'words', data: [3, null], type: 'DOUBLE' as const },
    { name: 'lines', data: [1, 2], type: 'INT32' as const },
    { name: 'advantage', data: [1, -1], type: 'DOUBLE' as const },
  ];
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: columns }));
  const path = file(join(folder(), 'completions_00005.parquet'), bytes);
  const map = { words: 'extra' };
  const plain = await imported(path, { map });
  expect(plain.accounts[0]!.parts).toEqual(['correct', 'format']);
  expect(plain.rows).toMatchObject([
    { step: 5, reward: 1.25, extra: '{"lines":1,"words":3}' },
    { reward: 0, reward_format: null, extra: '{"lines":2}' },
  ]);
  const { accounts, rows } = await imported(path, { map, weights: { correct: 2, style: 1 } });
  expect(rows).toMatchObject([{ reward: 2.25, reward_correct: 1 }, { reward: 0 }]);
  expect(accounts[0]!.notes).toEqual([
    expect.stringMatching(/^its reward is the sum of its parts 2 x correct, format; /),
    'its reward has no part style, which the option weights names',
  ]);
  const weighed = await imported(path, { map, weights: { correct: 2, format: 1 } });
  expect(weighed.accounts[0]!.notes).toEqual(['its reward is the sum of its parts 2 x correct, 1 x format']);
  const given = await imported(path, { map: { ...map, format: 'reward' } });
  expect(given.rows).toMatchObject([{ reward: 0.25 }, { reward: null }]);
  expect(given.accounts[0]!.notes).toEqual([]);
});

test('weights fit no file that has the reward itself', async () => {
  const path = jsonl(join(folder(), '1.jsonl'), [{ input: 'Q', output: 'a', score: 1 }]);
  await expect(imported(path, { weights: { acc: 2 } })).rejects.toThrow(
    /^1\.jsonl: has a reward beside its parts; expected no option weights$/,
  );
});

test('verl: JSON lines by step, training and validation apart', async () => {
  const root = folder();
  const rollout = { input: 'What is 1 + 1?', output: '<think>two</think>\nAnswer: 2', gts: '2', step: 3 };
  jsonl(join(root, 'rollouts/3.jsonl'), [
    { ...rollout, score: 1, acc: true, num_turns: 2, length_penalty: -0.5 },
    { ...rollout, output: '3', score: 0.1, acc: false, pred: '3', interaction: { a: 1 } },
  ]);
  jsonl(join(root, 'validation/20.jsonl'), [{ ...rollout, step: 20, score: 1, acc: true }]);
  const { recognised, accounts, rows } = await imported(root);
  expect(recognised.files).toEqual([
    { root, path: 'rollouts/3.jsonl', trainer: 'verl', step: 3, kind: 'train' },
    { root, path: 'validation/20.jsonl', trainer: 'verl', step: 20, kind: 'validation' },
  ]);
  expect(accounts[0]).toMatchObject({
    steps: { min: 3, max: 3 },
    parts: ['acc', 'length_penalty'],
    sums: {
      reward: { count: 2, sum: 1.1 },
      reward_acc: { count: 2, sum: 1 },
      reward_length_penalty: { count: 1, sum: -0.5 },
    },
    answer: { name: 'answer', found: 1 },
    leftOut: { interaction: 1 },
  });
  expect(rows).toMatchObject([
    { thought: 'two', response: '\nAnswer: 2', answer: '2', label: '2', reward: 1, extra: '{"num_turns":2}' },
    { thought: null, response: '3', boundary: 'none', reward: 0.1, reward_acc: 0, extra: '{"pred":"3"}' },
    { step: 20 },
  ]);
  expect(rows[0]!.problem).toMatch(/^q:[0-9a-f]{16}$/);
  expect(rows[1]!.problem).toBe(rows[0]!.problem);
});

const EPISODE = {
  env: { id: 'arithmetic' },
  task: { type: 'T', data: { idx: 4, answer: '7' }, key: 'sum-4' },
  traces: [
    {
      agent: { name: 'solver' },
      nodes: [
        { message: { role: 'user', content: '3 + 4?' }, token_ids: [1, 2], mask: [false, false] },
        {
          ...{ parent: 0, sampled: true, token_ids: [9, 3, 4], mask: [false, true, true] },
          ...{ logprobs: [-0.5, -0.25], advantages: [0.5, 0.5] },
          message: {
            ...{ role: 'assistant', content: null, reasoning_content: 'call it' },
            tool_calls: [{ id: 'a', name: 'add', arguments: '{"a":3,"b":4}' }],
          },
        },
        {
          parent: 1,
          message: { role: 'tool', content: '7', tool_call_id: 'a' },
          token_ids: [5],
          mask: [false],
        },
        {
          ...{
            parent: 2,
            sampled: true,
            token_ids: [6],
            mask: [true],
            logprobs: [-0.125],
            advantages: [0.5],
          },
          message: { role: 'assistant', content: '\\boxed{7}', reasoning_content: 'seven' },
        },
      ],
      rewards: { correct: { score: 1, weight: 2 }, brief: { score: 0.5 }, none: null },
      metrics: { turns: 2 },
      stop_condition: 'max_turns',
    },
  ],
};

test('prime-rl: a row for each trace of an episode, what was trained on preferred', async () => {
  const root = folder();
  const record = { ...EPISODE, traces: [{ ...EPISODE.traces[0]!, info: { advantage: 0.75 } }] };
  jsonl(join(root, 'rollouts/step_2/train/all/traces.jsonl'), [EPISODE, EPISODE]);
  jsonl(join(root, 'rollouts/step_2/train/effective/traces.jsonl'), [record]);
  jsonl(join(root, 'rollouts/step_3/eval/all/traces.jsonl'), [
    EPISODE,
    { ...EPISODE, traces: [{ nodes: [] }] },
  ]);
  const { recognised, accounts, rows } = await imported(root);
  expect(recognised.files.map(({ path, step, kind }) => [path, step, kind])).toEqual([
    ['rollouts/step_2/train/effective/traces.jsonl', 2, 'train'],
    ['rollouts/step_3/eval/all/traces.jsonl', 3, 'validation'],
  ]);
  expect(recognised.others).toEqual([
    { reason: 'what was trained on of it is read', paths: ['rollouts/step_2/train/all/traces.jsonl'] },
  ]);
  expect(accounts[1]!.rejected).toEqual({
    count: 1,
    kinds: { 'field nodes: expected a message that was sampled': 1 },
    first: [{ line: 2, reason: 'field nodes: expected a message that was sampled' }],
  });
  expect(rows).toMatchObject([
    {
      ...{ step: 2, problem: 'sum-4', group: 'arithmetic', question: 'user: 3 + 4?', boundary: 'field' },
      ...{ thought: 'call it\n\nseven', opening: null, closing: null, answer: '7', label: '7' },
      response: '{"name":"add","arguments":"{\\"a\\":3,\\"b\\":4}"}\n\n\\boxed{7}',
      ...{ reward: 2.5, reward_correct: 2, reward_brief: 0.5, advantage: 0.75, stop: 'max_turns', tokens: 3 },
      extra: '{"turns":2,"agent":"solver"}',
    },
    { step: 3, advantage: 0.5 },
  ]);
  expect(Array.from(rows[0]!.ids!)).toEqual([3, 4, 6]);
  expect(Array.from(rows[0]!.log_probs!)).toEqual([-0.5, -0.25, -0.125]);
});

test('prime-rl: a trace that holds no rollout costs the others nothing, and what is not read is counted', async () => {
  const [trace] = EPISODE.traces;
  const branched = {
    ...trace!,
    nodes: [...trace!.nodes, { parent: 0, sampled: true, message: { role: 'assistant', content: 'again' } }],
  };
  const path = jsonl(join(folder(), 'traces.jsonl'), [
    { ...EPISODE, traces: [trace, { nodes: [] }, branched] },
    { ...EPISODE, traces: [] },
  ]);
  const { accounts, rows } = await imported(path);
  expect(rows.map(({ line, response }) => [line, response.slice(-9)])).toEqual([
    [1, '\\boxed{7}'],
    [1, 'again'],
  ]);
  expect(accounts[0]).toMatchObject({
    leftOut: { 'nodes of other branches': 1 },
    rejected: {
      first: [
        { line: 1, reason: 'field nodes: expected a message that was sampled' },
        { line: 2, reason: 'field traces: expected a list of traces, one at least' },
      ],
    },
  });
});

test('nemo-rl: an item that is no rollout costs the others nothing, an empty line is told, too', async () => {
  const path = jsonl(join(folder(), 'train_data_step1.jsonl'), [
    { content: ['a', 5], rewards: [1, 0] },
    { content: [], rewards: [] },
    {
      ...{ content: ['b'], rewards: [1], token_ids: [[1, 2]] },
      ...{ token_loss_mask: [[1, 1]], advantages: [[0.5, 0.25]] },
    },
  ]);
  const { accounts, rows } = await imported(path);
  expect(rows.map(({ response, advantage }) => [response, advantage])).toEqual([
    ['a', null],
    ['b', null],
  ]);
  expect(accounts[0]).toMatchObject({
    leftOut: { advantages: 1 },
    rejected: {
      first: [
        { line: 1, reason: 'field content: expected text or a list of messages, found a number' },
        { line: 2, reason: 'field content: expected a list of rollouts, one at least' },
      ],
    },
  });
});

test('verifiers: episodes of an evaluation, those of a training are of prime-rl; stops and tokens of the calls', async () => {
  const nodes = [
    { message: { role: 'user', content: 'Q' } },
    { parent: 0, sampled: true, message: { role: 'assistant', content: 'a' } },
    { parent: 1, sampled: true, message: { role: 'assistant', content: 'b' } },
  ];
  const call = (node: number | undefined, reason: string, tokens: number) => ({
    ...{ node, finish_reason: reason, usage: { completion_tokens: tokens } },
  });
  const trace = (last: object, condition: string) => ({
    ...{ nodes, calls: [call(1, 'tool_calls', 3), call(undefined, 'length', 99), last], rewards: {} },
    stop_condition: condition,
  });
  const episode = { env: { id: 'e' }, task: { key: 'k', data: {} } };
  const traces = [
    trace(call(2, 'length', 4), 'max_turns'),
    trace(call(2, 'stop', 5), 'agent_completed'),
    trace(call(2, 'stop', 6), 'max_turns'),
    trace({ node: 2, finish_reason: 'stop' }, 'agent_completed'),
  ];
  const root = folder();
  const evaluated = jsonl(join(root, 'a/traces.jsonl'), [{ ...episode, run: { type: 'eval' }, traces }]);
  const run = { type: 'train', work: { type: 'eval', step: 7 } };
  const trained = jsonl(join(root, 'b/traces.jsonl'), [{ ...episode, run, traces }]);
  const { recognised, rows } = await imported(evaluated);
  expect(recognised).toMatchObject({ trainer: 'verifiers', files: [{ step: null, kind: 'validation' }] });
  expect(rows.map(({ step, stop, tokens }) => [step, stop, tokens])).toEqual([
    [null, 'length', 7],
    [null, 'end', 8],
    [null, 'max_turns', 9],
    [null, 'end', null],
  ]);
  const within = await imported(trained);
  expect(within.recognised).toMatchObject({ trainer: 'prime-rl', files: [{ kind: 'validation' }] });
  expect(within.rows[0]!.step).toBe(7);
});

test('verifiers: metrics that do not add up to the reward are no parts of it, unless map says so', async () => {
  const metrics = { right: 1, length: 30, num_turns: 2, judge: 'good' };
  const record = { example_id: 1, prompt: 'Q', completion: 'a', is_truncated: true, metrics, ...metrics };
  const path = jsonl(join(folder(), 'results.jsonl'), [
    { ...record, reward: 1.3, token_usage: { output_tokens: 12 } },
  ]);
  const plain = await imported(path);
  expect(plain.accounts[0]).toMatchObject({
    parts: [],
    notes: [
      'its metrics right, length do not add up to its reward, and their weights are not in the file: they are in extra; --map column=reward_part makes one a part',
    ],
  });
  expect(plain.rows).toMatchObject([{ reward: 1.3, tokens: 12, stop: 'length' }]);
  expect(JSON.parse(plain.rows[0]!.extra!)).toEqual(metrics);
  const { accounts, rows } = await imported(path, { map: { right: 'reward_right' } });
  expect(accounts[0]!.parts).toEqual(['right']);
  expect(rows).toMatchObject([{ reward: 1.3, reward_right: 1 }]);
});

test('verifiers: lists of messages, metrics as parts, tokens of a single step', async () => {
  const root = folder();
  const metrics = { correct: 1, length: 0.5 };
  jsonl(join(root, 'outputs/evals/sum--model/ab12/results.jsonl'), [
    {
      ...{ example_id: 3, task: 'sum', answer: '7', reward: 1.5, metrics, ...metrics, is_truncated: false },
      prompt: [
        { role: 'system', content: 'Add.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: '3 + 4?' },
            { type: 'image_url', image_url: {} },
          ],
        },
      ],
      completion: [{ role: 'assistant', content: '<think>3, 4</think>7' }],
      trajectory: [{ tokens: { completion_ids: [5, 6], completion_logprobs: [-1, -2] }, advantage: 0.25 }],
      stop_condition: 'max_turns_reached',
      timing: { total: 1 },
    },
  ]);
  const { recognised, accounts, rows } = await imported(root);
  expect(recognised.trainer).toBe('verifiers');
  expect(accounts[0]).toMatchObject({ withoutStep: 1, steps: null, leftOut: { timing: 1 } });
  expect(rows).toMatchObject([
    {
      ...{ step: null, problem: '3', group: 'sum', question: 'system: Add.\n\nuser: 3 + 4?\n[image_url]' },
      ...{ boundary: 'closed', thought: '3, 4', response: '7', answer: '7', label: '7', reward: 1.5 },
      ...{ reward_correct: 1, reward_length: 0.5, advantage: 0.25, tokens: 2, stop: 'max_turns_reached' },
      extra: null,
    },
  ]);
});

test('log-probabilities that are not finite are left out as a whole, and counted', async () => {
  const step = (logProbs: string) =>
    `{"example_id":1,"prompt":"Q","completion":"a","reward":1,"trajectory":[{"tokens":{"completion_ids":[1,2],"completion_logprobs":${logProbs}}}]}\n`;
  const path = file(join(folder(), 'results.jsonl'), step('[-1,-Infinity]') + step('[-1,-2]'));
  const { accounts, rows } = await imported(path);
  expect(accounts[0]).toMatchObject({ leftOut: { log_probs: 1 }, notFinite: 1, rejected: { count: 0 } });
  expect(rows.map(({ log_probs }) => log_probs && Array.from(log_probs))).toEqual([null, [-1, -2]]);
});

test('nemo-rl: lists, a row for each item; tokens that carry loss', async () => {
  const root = folder();
  jsonl(join(root, 'train_data_step7.jsonl'), [
    {
      content: [['3 + 4?', '<think>.</think>7', 'Environment: correct']],
      ...{
        rewards: [1],
        input_lengths: [5],
        token_ids: [[1, 2, 3, 4, 0]],
        token_loss_mask: [[0, 0, 1, 1, 0]],
      },
      ...{ advantages: [[0.5, 0.5, 0.5, 0.5, 0.5]], generation_logprobs: [[0, 0, -0.5, -1, 0]], idx: 0 },
    },
    {
      content: ['<think>.</think>8', 'nine'],
      rewards: [0, 1],
      agent_ref: [{ name: 'math' }, { name: 'code' }],
    },
  ]);
  jsonl(join(root, 'val_data_step7.jsonl'), [
    {
      content: [
        [
          { role: 'user', content: '1 + 1?' },
          { role: 'assistant', content: '2' },
        ],
      ],
      ...{ rewards: [0.5], idx: 0 },
    },
  ]);
  const { recognised, rows } = await imported(root);
  expect(recognised.files.map(({ step, kind }) => [step, kind])).toEqual([
    [7, 'train'],
    [7, 'validation'],
  ]);
  expect(rows).toMatchObject([
    {
      ...{ question: '3 + 4?', thought: '.', response: '7', reward: 1, advantage: 0.5, tokens: 2, line: 1 },
      extra: '{"input_lengths":5,"idx":0}',
    },
    { question: '', response: '8', reward: 0, group: 'math', line: 2 },
    { question: '', response: 'nine', boundary: 'none', reward: 1, group: 'code', line: 2 },
    { question: 'user: 1 + 1?', response: '2', boundary: 'unknown', reward: 0.5 },
  ]);
  expect(Array.from(rows[0]!.ids!)).toEqual([3, 4]);
  expect(Array.from(rows[0]!.log_probs!)).toEqual([-0.5, -1]);
});

test('skyrl: evaluations by step and data set, without what sums them up', async () => {
  const root = folder();
  const dumped = join(root, 'dumped_evals/global_step_5_evals');
  jsonl(join(dumped, 'gsm8k.jsonl'), [
    {
      ...{
        input_prompt: '1 + 1?',
        output_response: 'Answer: 2',
        score: [0, 0.5, 0.5],
        stop_reason: 'length',
      },
      ...{
        env_class: 'gsm8k',
        env_extras: { reward_spec: { ground_truth: '2' } },
        data_source: 'openai/gsm8k',
      },
    },
  ]);
  jsonl(join(dumped, 'aggregated_results.jsonl'), [{ 'eval/all/avg_score': 1 }]);
  const { recognised, rows } = await imported(root);
  expect(recognised.files).toHaveLength(1);
  expect(rows).toMatchObject([
    {
      step: 5,
      group: 'openai/gsm8k',
      reward: 1,
      label: '2',
      answer: '2',
      stop: 'length',
      boundary: 'unknown',
    },
  ]);
});

const SAMPLE = {
  ...{ id: 'a', epoch: 2, input: 'attachment://0', target: ['C'] },
  messages: [
    { role: 'user', content: 'attachment://0', source: 'input' },
    {
      ...{ role: 'assistant', source: 'generate' },
      content: [
        { type: 'reasoning', reasoning: 'not A, not B' },
        { type: 'text', text: 'ANSWER: C' },
      ],
    },
  ],
  output: {
    choices: [{ stop_reason: 'max_tokens', logprobs: { content: [{ token: 'C', logprob: -0.5 }] } }],
    usage: { output_tokens: 12 },
  },
  scores: { choice: { value: 'C', answer: 'C' }, grader: { value: { tone: 3, truth: 'I' } } },
  metadata: { subject: 'physics' },
  attachments: { 0: 'Which? A, B or C' },
};

test.each([
  ['stored', 0],
  ['deflated', 8],
  ['compressed with Zstandard', 93],
])('inspect: samples that are %s', async (_, method) => {
  const path = file(
    join(folder(), 'log.eval'),
    zip(method, { 'header.json': '{}', 'samples/a_epoch_2.json': JSON.stringify(SAMPLE) }),
  );
  const { recognised, rows } = await imported(path);
  expect(recognised.evidence).toEqual(['log.eval: fields id, epoch, input, output']);
  expect(rows).toMatchObject([
    {
      ...{ problem: 'a', question: 'user: Which? A, B or C', boundary: 'field', thought: 'not A, not B' },
      ...{
        response: 'ANSWER: C',
        answer: 'C',
        label: 'C',
        reward: 1,
        reward_choice: 1,
        reward_grader_tone: 3,
      },
      ...{ reward_grader_truth: 0, stop: 'length', tokens: 12, extra: '{"epoch":2,"subject":"physics"}' },
    },
  ]);
});

test('inspect: a sample of several frames of Zstandard, and the older format of one JSON file', async () => {
  const root = folder();
  const json = Buffer.from(JSON.stringify(SAMPLE));
  const frames = [json.subarray(0, 50), json.subarray(50)].map((part) => zstdCompressSync(part));
  file(
    join(root, 'log.eval'),
    zip(93, { 'samples/a_epoch_2.json': json }, () => Buffer.concat(frames)),
  );
  file(join(root, 'log.json'), JSON.stringify({ version: 2, samples: [SAMPLE, SAMPLE] }));
  expect((await imported(join(root, 'log.eval'))).rows).toHaveLength(1);
  expect((await imported(join(root, 'log.json'))).rows).toHaveLength(2);
  const name = '2024-11-05T13-32-37-05-00_input-task_hxs4q9azL3ySGkjJirypKZ.json';
  file(join(root, name), JSON.stringify({ version: 2, samples: [SAMPLE] }));
  const { recognised } = await imported(root);
  expect(recognised.files.map(({ path }) => path)).toEqual([name, 'log.eval']);
});

test('inspect: scores that are no numbers, and further choices, are not lost without a word', async () => {
  const { output } = SAMPLE;
  const sample = {
    ...SAMPLE,
    output: { ...output, choices: [...output.choices, { stop_reason: 'stop' }] },
    scores: { grade: { value: 'B+' }, match: { value: 0.5 }, each: { value: [1, 0] } },
  };
  const path = file(join(folder(), 'log.json'), JSON.stringify({ samples: [sample] }));
  const { accounts, rows } = await imported(path);
  expect(rows[0]).toMatchObject({ reward: 0.5, reward_match: 0.5 });
  expect(JSON.parse(rows[0]!.extra!)).toMatchObject({ score_grade: 'B+' });
  expect(accounts[0]!.leftOut).toEqual({ 'other choices': 1, score_each: 1 });
});

test('thought-anchors: what was written anew, with the problem beside it', async () => {
  const root = folder();
  const prompt = 'Problem: 1 + 1? Solution: \n<think>\n';
  const rollout = 'Two.\n</think>\n\\boxed{2}';
  const base = { chunk_removed: 'One.', prefix_without_chunk: 'First', chunk_resampled: 'Two.' };
  file(
    join(root, 'problem_330/chunk_2/solutions.json'),
    JSON.stringify([
      { ...base, rollout, full_cot: `${prompt}First${rollout}`, answer: '2', is_correct: true },
      { chunk_removed: 'One.', prefix_without_chunk: 'First', error: 'timeout' },
    ]),
  );
  file(join(root, 'problem_330/problem.json'), '{"problem":"1 + 1?","gt_answer":"2"}');
  const { recognised, accounts, rows } = await imported(root);
  expect(recognised.trainer).toBe('thought-anchors');
  expect(accounts[0]!.rejected.first).toEqual([
    { line: 2, reason: 'field error: the rollout failed; expected one that did not' },
  ]);
  expect(rows).toMatchObject([
    {
      ...{ step: null, problem: 'problem_330', question: 'Problem: 1 + 1? Solution: \n<think>', label: '2' },
      ...{
        boundary: 'opened',
        opening: null,
        thought: 'Two.\n',
        closing: '</think>',
        response: '\n\\boxed{2}',
      },
      ...{ answer: '2', reward: 1 },
      extra:
        '{"chunk":"chunk_2","chunk_removed":"One.","prefix_without_chunk":"First","chunk_resampled":"Two."}',
    },
  ]);
});

test('chat: messages with a reward', async () => {
  const path = jsonl(join(folder(), 'any.jsonl'), [
    {
      messages: [
        { role: 'user', content: '1 + 1?' },
        { role: 'assistant', content: '2', reasoning: 'two' },
      ],
      ...{ reward: 1, step: 4, source: 'mine' },
    },
  ]);
  const { recognised, rows } = await imported(path);
  expect(recognised.trainer).toBe('chat');
  expect(rows).toMatchObject([
    {
      step: 4,
      question: 'user: 1 + 1?',
      boundary: 'field',
      thought: 'two',
      reward: 1,
      extra: '{"source":"mine"}',
    },
  ]);
});

test('table: columns that map names, also within objects; the step in the path', async () => {
  const root = folder();
  jsonl(join(root, 'checkpoint-40/out.jsonl'), [
    { ask: '1 + 1?', gen: '<think>two</think>2', info: { r: 0.5, id: 8 }, style: 0.25, more: 'x' },
  ]);
  const { recognised, accounts, rows } = await imported(root, {
    map: {
      ...{ ask: 'question', gen: 'completion', 'info.r': 'reward', 'info.id': 'problem' },
      style: 'reward_style',
    },
    step: { pattern: 'checkpoint-(\\d+)' },
  });
  expect(recognised.evidence).toEqual(['checkpoint-40/out.jsonl: fields ask, gen, info.r, info.id, style']);
  expect(accounts[0]!.parts).toEqual(['style']);
  expect(rows).toMatchObject([
    {
      ...{ step: 40, question: '1 + 1?', thought: 'two', response: '2', reward: 0.5, problem: '8' },
      ...{ reward_style: 0.25, extra: '{"more":"x"}' },
    },
  ]);
});
