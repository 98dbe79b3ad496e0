import type { LlamaModel, Token } from './binding.ts';

/** A character whose bytes are not all there yet; a character has four at most. */
const BROKEN = '\uFFFD';
const BYTES = 4;

/** Text as tokens of a model and back, in parts of a longer text. */
export class Tokenizer {
  readonly #model: Pick<LlamaModel, 'tokenize' | 'detokenize' | 'isEogToken'>;
  /** Whether it would put a space before every part, as SentencePiece does. */
  readonly #spaces: boolean;
  readonly #texts = new Map<Token, string>();

  constructor(model: Pick<LlamaModel, 'tokenize' | 'detokenize' | 'isEogToken' | 'fileInfo'>) {
    this.#model = model;
    const { model: kind, add_space_prefix: spaces } = model.fileInfo.metadata.tokenizer?.ggml ?? {};
    this.#spaces = kind === 'llama' && spaces !== false;
  }

  /** @param control whether control words count as such */
  tokens(text: string, control = false): readonly Token[] {
    if (this.#spaces) return this.#model.tokenize(text, control, 'trimLeadingSpace');
    return this.#model.tokenize(text, control);
  }

  /** A token as text, control words too. */
  text(token: Token): string {
    const known = this.#texts.get(token);
    if (known !== undefined) return known;
    const text = this.#model.detokenize([token], true);
    this.#texts.set(token, text);
    return text;
  }

  endsTurn(token: Token): boolean {
    return this.#model.isEogToken(token);
  }

  /** Texts of tokens that come one by one: what each of them adds, nothing where a character is not whole yet. */
  reader(): (token: Token) => string {
    let open: Token[] = [];
    let before: Token[] = [];
    return (token) => {
      open.push(token);
      const text = this.#spaces
        ? this.#model.detokenize(open, true, before)
        : this.#model.detokenize(open, true);
      if (text.endsWith(BROKEN) && open.length < BYTES) return '';
      before = open;
      open = [];
      return text;
    };
  }
}
