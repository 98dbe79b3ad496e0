import { expect, test } from 'vitest';
import { tokenizerFiles, wordsOfTokenizer } from './tokenizer.ts';
import { Vocabulary } from './vocabulary.ts';

const words = ['<pad>', '<bos>', '<eos>', 'constructor', '7', 'a'];
const tokenizer = (vocab: unknown) => ({ model: { type: 'WordLevel', vocab } });

test('words come back as they were written', () => {
  const files = tokenizerFiles(new Vocabulary(words), { pad: 0, bos: 1, eos: 2 });
  expect(wordsOfTokenizer(files.get('tokenizer.json'))).toEqual(words);
});

test.each<[unknown, string]>([
  [null, 'field model.type: is missing; expected "WordLevel"'],
  [{ model: { type: 'BPE' } }, 'field model.type: "BPE"; expected "WordLevel"'],
  [tokenizer({ a: 0, b: 2 }), 'field model.vocab: "b" has the id 2; expected 0 to 1, each once'],
  [tokenizer({ a: 0, b: 0 }), 'field model.vocab: "b" has the id 0; expected 0 to 1, each once'],
  [tokenizer({ a: '0' }), 'field model.vocab: "a" has the id "0"; expected 0 to 0, each once'],
  [
    tokenizer({ 'a\nb': -1 }),
    String.raw`field model.vocab: "a\nb" has the id -1; expected 0 to 0, each once`,
  ],
])('%j is refused in one line', (content, message) => {
  expect(() => wordsOfTokenizer(content)).toThrow(message);
});
