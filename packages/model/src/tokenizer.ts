import type { ControlTokens } from './controlTokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Tokenizer files for `transformers` (PreTrainedTokenizerFast): one token a word, words separated by spaces.
 */
export function tokenizerFiles(vocabulary: Vocabulary, control: ControlTokens): Map<string, unknown> {
  const word = (id: number) => vocabulary.words[id]!;
  const special = vocabulary.words
    .map((content, id) => ({ id, content }))
    .filter(({ content }) => content.startsWith('<'));
  const added = special.map((token) => ({
    ...token,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return new Map<string, unknown>([
    [
      'tokenizer.json',
      {
        version: '1.0',
        truncation: null,
        padding: null,
        added_tokens: added,
        normalizer: null,
        pre_tokenizer: { type: 'WhitespaceSplit' },
        post_processor: null,
        decoder: null,
        model: {
          type: 'WordLevel',
          vocab: Object.fromEntries(vocabulary.words.map((content, id) => [content, id])),
          unk_token: word(control.pad),
        },
      },
    ],
    [
      'tokenizer_config.json',
      {
        tokenizer_class: 'PreTrainedTokenizerFast',
        clean_up_tokenization_spaces: false,
        pad_token: word(control.pad),
        bos_token: word(control.bos),
        eos_token: word(control.eos),
      },
    ],
  ]);
}

/**
 * Words of a tokenizer.json that {@link tokenizerFiles} wrote, by id.
 *
 * @throws with one line if it is another kind of tokenizer, or leaves out an id
 */
export function wordsOfTokenizer(tokenizer: unknown): string[] {
  const { model } = (tokenizer ?? {}) as {
    readonly model?: { readonly type?: unknown; readonly vocab?: unknown };
  };
  if (model?.type !== 'WordLevel') {
    throw new Error(`field model.type: ${JSON.stringify(model?.type) ?? 'is missing'}; expected "WordLevel"`);
  }
  const entries = Object.entries(model.vocab ?? {});
  const words = Array.from(entries, () => '');
  const seen = new Set<unknown>();
  for (const [word, id] of entries) {
    if (!Number.isInteger(id) || id < 0 || id >= words.length || seen.has(id)) {
      throw new Error(
        `field model.vocab: ${JSON.stringify(word)} has the id ${JSON.stringify(id)}; expected 0 to ${words.length - 1}, each once`,
      );
    }
    seen.add(id);
    words[id] = word;
  }
  return words;
}
