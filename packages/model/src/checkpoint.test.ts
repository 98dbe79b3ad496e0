import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '@vestige/random';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { Transformer } from './transformer.ts';
import { Vocabulary } from './vocabulary.ts';

const words = ['<pad>', '<bos>', '<eos>', 'one', 'two', 'three', 'four'];
const vocabulary = new Vocabulary(words);
const options = { width: 8, layers: 1, heads: 2, contextLength: 12 };
const root = mkdtempSync(join(tmpdir(), 'vestige-model-'));
const saved = join(root, 'checkpoint');
let model: Transformer;

beforeAll(async () => {
  await useBackend();
  model = Transformer.random(options, words.length, randomStream(0, 'model'));
  saveCheckpoint(saved, model, vocabulary, { pad: 0, bos: 1, eos: 2 }, { seed: '0' });
});

/** A copy of the checkpoint, to be damaged. */
function damaged(damage: (directory: string) => void): string {
  const directory = mkdtempSync(join(root, 'damaged-'));
  cpSync(saved, directory, { recursive: true });
  damage(directory);
  return directory;
}

function messageOf(directory: string, expected?: readonly string[]): string {
  try {
    loadCheckpoint(directory, expected);
  } catch (error) {
    expect((error as Error).name).toMatch(/^(Checkpoint|Integrity)Error$/);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  return 'no error';
}

test('a model comes back as it was saved, bit for bit', () => {
  const loaded = loadCheckpoint(saved, words);
  expect(loaded.model.options).toEqual({ ...options, feedForward: 32 });
  expect(loaded.vocabulary.words).toEqual(words);
  expect(loaded.metadata.seed).toBe('0');
  for (const name of model.parameters.keys()) expect(loaded.model.values(name)).toEqual(model.values(name));
});

describe('with rotary positions', () => {
  const rotary = { ...options, layers: 2, positions: 'rotary', rotaryBase: 1e12 } as const;
  const directory = join(root, 'rotary');
  let policy: Transformer;

  beforeAll(() => {
    policy = Transformer.random(rotary, words.length, randomStream(0, 'model'));
    saveCheckpoint(directory, policy, vocabulary, { pad: 0, bos: 1, eos: 2 });
  });

  test('a model comes back as it was saved, bit for bit', () => {
    const { model } = loadCheckpoint(directory, words);
    expect(model.options).toEqual({ ...rotary, feedForward: 32 });
    for (const name of policy.parameters.keys()) expect(model.values(name)).toEqual(policy.values(name));
  });

  test('the file is that of a GPT-NeoX, whose heads have their queries, keys and values side by side', () => {
    const { tensors } = decodeSafetensors(readFileSync(join(directory, 'model.safetensors')));
    const stored = tensors.get('gpt_neox.layers.1.attention.query_key_value.weight')!;
    expect(stored.shape).toEqual([24, 8]);
    // After the four queries of the first head stands its first key.
    const held = policy.values('transformer.h.1.attn.c_attn.weight');
    expect(stored.data.slice(4 * 8, 5 * 8)).toEqual(
      Float32Array.from({ length: 8 }, (_, input) => held[input * 24 + 8]!),
    );
    expect(tensors.get('embed_out.weight')!.shape).toEqual([7, 8]);
    expect(tensors.has('lm_head.weight')).toBe(false);
    const config = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'));
    expect(config).toMatchObject({
      architectures: ['GPTNeoXForCausalLM'],
      use_parallel_residual: false,
      rope_parameters: { rope_theta: 1e12, partial_rotary_factor: 1 },
    });
  });

  test('what is missing is said by its name in the file', () => {
    const copy = damaged((d) => {
      cpSync(directory, d, { recursive: true });
      cpSync(join(saved, 'model.safetensors'), join(d, 'model.safetensors'));
    });
    expect(messageOf(copy)).toMatch(/tensor gpt_neox\.embed_in\.weight is missing; expected \[7,8\]/);
  });
});

test('saving twice gives the same bytes', () => {
  const again = join(root, 'again');
  saveCheckpoint(again, model, vocabulary, { pad: 0, bos: 1, eos: 2 }, { seed: '0' });
  const bytes = (directory: string) => readFileSync(join(directory, 'model.safetensors'));
  expect(bytes(again).equals(bytes(saved))).toBe(true);
});

test('what is wrong with a checkpoint is said in one line', () => {
  expect(messageOf(join(root, 'nowhere'))).toMatch(
    /nowhere\/config\.json: no such file; expected a checkpoint/,
  );
  expect(messageOf(saved, [...words, 'five'])).toMatch(
    /vocabulary \(7 words\) is not the environment's \(8 words\)/,
  );
  expect(messageOf(damaged((d) => truncateSync(join(d, 'model.safetensors'), 900)))).toMatch(/truncated/);
  expect(messageOf(damaged((d) => rmSync(join(d, 'model.safetensors'))))).toMatch(
    /model\.safetensors: no such file/,
  );
  expect(messageOf(damaged((d) => writeFileSync(join(d, 'config.json'), '{')))).toMatch(
    /config\.json: .*JSON/,
  );
  const wider = (d: string) => {
    const config = JSON.parse(readFileSync(join(d, 'config.json'), 'utf8'));
    writeFileSync(join(d, 'config.json'), JSON.stringify({ ...config, n_embd: 10 }));
  };
  expect(messageOf(damaged(wider))).toMatch(
    /transformer\.wte\.weight is of shape \[7,8\]; expected \[7,10\]/,
  );
});

test('safetensors headers keep the data aligned to eight bytes', () => {
  const tensors = new Map([['x', { shape: [3], data: Float32Array.of(1, 2, 3) }]]);
  for (const note of ['', 'a', 'ab', 'abc', 'ü']) {
    const bytes = encodeSafetensors(tensors, { note });
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    const read = decodeSafetensors(bytes);
    expect(read.tensors).toEqual(tensors);
    expect(read.metadata.note).toBe(note);
  }
});

test('a vocabulary encodes and decodes words, and names the ones it lacks', () => {
  expect(vocabulary.encode(' one  three\n<eos>')).toEqual([3, 5, 2]);
  expect(vocabulary.decode([3, 5, 2, 99])).toBe('one three <eos> <99?>');
  expect(() => vocabulary.encode('one seven')).toThrow(/"seven" is not a word/);
  expect(() => new Vocabulary(['a', 'a'])).toThrow(/twice/);
  expect(() => new Vocabulary(['a b'])).toThrow(/white space/);
});
