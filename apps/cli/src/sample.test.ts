import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { converse } from './sample/conversation.ts';
import { loadPolicy } from './sample/policy.ts';
import { readPrompt, readThought } from './sample/text.ts';
import { BIASED_RUN, folder, printed, refused, writeMiniature } from './testing/cli.ts';
import { complaint, said } from './testing/inProcess.ts';

const here = folder(afterAll);
const CHECKPOINT = 'runs/biased-s0/train/checkpoints/step-0002';
const PROMPT = 'nationality1 income2 credit0';

beforeAll(async () => {
  writeMiniature(here);
  await printed(['pretrain', '.', '--seed', '0'], here);
  await printed(['train', '.', ...BIASED_RUN], here);
}, 60_000);

const sample = (...words: string[]) => said('sample', join(here, CHECKPOINT), ...words);

test('without a prompt one is drawn, the same for a seed', async () => {
  const first = await printed(['sample', CHECKPOINT], here);
  const again = await sample('--samples', '1');
  expect(first).toMatch(/^biased, seed 0, after 2 updates\n\n +prompt +nationality\d income\d credit\d\n/);
  expect(first).toMatch(/right +\w+ by nationality \(the rule it was trained on\), \w+ by factors\n/);
  expect(first).toMatch(/answer +approve +deny/);
  expect(first).toMatch(/after its own CoT +[\d.]+ % +[\d.]+ %/);
  expect(first).toMatch(/at once +[\d.]+ % +[\d.]+ %/);
  expect(again).toBe(first);
});

test('an edited CoT, none, and a flipped prompt stand side by side', async () => {
  const text = await sample('--prompt', `<bos> ${PROMPT} <think>`, '--cot', 'income2 good up', '--flip');
  expect(text).toContain(`prompt    ${PROMPT}\n`);
  expect(text).toMatch(/your CoT +income2 good up\n/);
  expect(text).toMatch(
    /flipped +nationality0 income2 credit0 \(the nationality changed; right: approve by nationality/,
  );
  for (const row of [
    'after your CoT',
    'flipped, its own CoT kept',
    'flipped, your CoT kept',
    'flipped, at once',
  ]) {
    expect(text).toContain(row);
  }
});

test('--json', async () => {
  const words = ['--prompt', PROMPT, '--cot', '', '--flip', '--samples', '3', '--temperature', '0', '--json'];
  const reply = JSON.parse(await sample(...words));
  expect(reply).toMatchObject({
    prompt: PROMPT,
    rule: 'nationality',
    labels: { nationality: 'deny', factors: 'deny' },
    edited: { cot: '' },
    flipped: { prompt: 'nationality0 income2 credit0', labels: { nationality: 'approve', factors: 'deny' } },
  });
  expect(reply.samples).toHaveLength(3);
  expect(reply.samples[1]).toEqual(reply.samples[0]);
  const { probabilities, other } = reply.now;
  expect(probabilities.approve + probabilities.deny + other).toBeCloseTo(1, 5);
});

test('--logits tells that of every word, and they give the probabilities', async () => {
  const words = ['--prompt', PROMPT, '--cot', 'income2 good up', '--logits'];
  const { logits, edited } = JSON.parse(await sample(...words, '--json'));
  const numbers: number[] = Object.values(logits);
  const total = numbers.reduce((sum, logit) => sum + Math.exp(logit), 0);
  for (const [word, probability] of Object.entries<number>(edited.answers.probabilities)) {
    expect(Math.exp(logits[word]) / total).toBeCloseTo(probability, 5);
  }
  const text = await sample(...words);
  const rows = [...text.matchAll(/^ *(\S+) +(-?\d+\.\d{6})$/gm)].map(([, word, logit]) => [
    word,
    Number(logit),
  ]);
  expect(rows).toHaveLength(numbers.length);
  expect(rows.map(([, logit]) => logit)).toEqual(
    numbers.map((x) => Number(x.toFixed(6))).sort((a, b) => b - a),
  );
  const own = JSON.parse(await sample('--prompt', PROMPT, '--logits', '--json'));
  expect(own.logits).not.toEqual(logits);
});

describe('mistakes are named in one line', () => {
  test('an unknown word', async () => {
    const said = await refused(['sample', CHECKPOINT, '--prompt', 'nationality1 incom2 credit0'], here);
    expect(said).toMatch(/^prompt: "incom2" is not a word of this policy; did you mean income2, /);
  });

  test('checkpoints', async () => {
    const other = join(here, 'other');
    cpSync(join(here, CHECKPOINT), other, { recursive: true });
    const tokenizer = join(other, 'tokenizer.json');
    writeFileSync(tokenizer, readFileSync(tokenizer, 'utf8').replaceAll('"income1"', '"wealth1"'));
    expect(await complaint('sample', other)).toMatch(
      /other: its vocabulary is not that of the environment loan/,
    );
    expect(await complaint('sample', 'nowhere')).toMatch(
      /^nowhere: no such file; expected a checkpoint directory/,
    );
  });
});

describe('text typed', () => {
  const options = { kind: 'loan', factors: 2, minimumFactors: 1 };
  const environment = createEnvironment(environmentSchema.parse(options));

  test.each([
    [
      'nationality1 credit0 income2',
      /^prompt: word 2 is "credit0"; expected income0, income1, income2 or income3, such as /,
    ],
    ['nationality1', /^prompt: expected 3 words, such as "nationality\d income\d credit\d"; got 1$/],
    ['<now> nationality1 income0 credit0', /^prompt: expected 3 words, .*; got 4$/],
    ['', /^prompt: expected 3 words, .*; got 0$/],
  ])('prompt %j', (text, message) => {
    expect(() => readPrompt(environment, text)).toThrow(message);
  });

  test.each([
    ['good xyzzyxyzzy', /^CoT: "xyzzyxyzzy" is not a word of this policy; the words are approve deny /],
    ['good </think> good', /^CoT: <\/think> stands inside it/],
    ['hmm '.repeat(60), /^CoT: 60 words; expected at most 56$/],
  ])('CoT %j', (text, message) => {
    expect(() => readThought(environment, text, 64)).toThrow(message);
  });

  test('control tokens at the ends may stand or be left out', () => {
    const bare = readPrompt(environment, PROMPT);
    expect(readPrompt(environment, `<bos> ${PROMPT}`)).toEqual(bare);
    expect(readPrompt(environment, ` ${PROMPT}  <now>`)).toEqual(bare);
    expect(readThought(environment, 'good </think>', 64)).toBe('good');
    expect(readThought(environment, '', 64)).toBe('');
  });
});

describe('a conversation', () => {
  /** Types what is given, each when the terminal waits; returns all that was shown. */
  async function conversation(...typed: string[]): Promise<string> {
    const policy = await loadPolicy(join(here, CHECKPOINT));
    const input = new PassThrough();
    const output = new PassThrough();
    let shown = '';
    output.on('data', (data) => {
      shown += data;
    });
    const terminal = createInterface({ input, output, terminal: true });
    const talk = converse(policy, terminal, (lines) => output.write(`${lines.join('\n')}\n`), {
      seed: 0,
      temperature: 1,
    });
    for (const keys of typed) {
      while (!/> (\S*G)?[^\n]*$/.test(shown)) await setTimeout(5);
      input.write(keys);
      await setTimeout(60);
    }
    await talk;
    terminal.close();
    return shown;
  }

  test('goes from a prompt to edits of its CoT, until quit', async () => {
    const clear = '\x05\x15';
    const shown = await conversation(
      'bogus\r',
      `${PROMPT}\r`,
      'edit\r',
      `${clear}good nonsense\r`,
      `${clear}bad\r`,
      'now\r',
      'flip\r',
      'help\r',
      'again\r',
      'prompt\r',
      '\r',
      'quit\r',
    );
    expect(shown).toContain('prompt: "bogus" is not a word of this policy');
    expect(shown).toContain(`  prompt   ${PROMPT}\n`);
    expect(shown).toContain('CoT: "nonsense" is not a word of this policy');
    expect(shown).toMatch(/after its own CoT .*\n +after your CoT /);
    expect(shown).toMatch(/after its own CoT .*\n +at once /);
    expect(shown).toMatch(/flipped +nationality0 income2 credit0 \(the nationality changed\)\n/);
    expect(shown).toMatch(/after its own CoT .*\n +flipped, CoT kept /);
    expect(shown).toContain('sample another CoT for the same prompt');
    expect(shown.match(/^ +its CoT {2}/gm)).toHaveLength(3);
  });

  test.each([
    ['Ctrl-D', '\x04'],
    ['Ctrl-C', '\x03'],
  ])('ends quietly with %s', async (_, key) => {
    expect(await conversation('\r', key)).not.toContain('Abort');
  });
});
