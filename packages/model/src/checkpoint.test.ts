import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '@vestige/random';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { CheckpointError } from './checkpointFiles.ts';
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
    expect(error).toBeInstanceOf(CheckpointError);
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
