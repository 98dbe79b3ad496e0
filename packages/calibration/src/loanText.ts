import type { Environment } from '@vestige/environment';
import { TOKENS } from '@vestige/policy';

/** What a token of the loan environment is, read off its word. */
type Kind = 'filler' | 'value' | 'judgement' | 'lean' | 'verdict' | 'answer' | 'other';

/** The words of the loan environment as token ids. */
export class LoanWords {
  readonly environment: Environment;
  readonly approve: number;
  readonly deny: number;
  readonly verdict: number;
  readonly good: number;
  readonly bad: number;
  readonly up: number;
  readonly down: number;
  readonly factors: number;
  readonly fillers: readonly number[];
  readonly kinds: readonly Kind[];
  /** Token id -> number of its factor; -1 if it is no value. */
  readonly factorOf: readonly number[];
  /** Token id -> whether it is a good value. */
  readonly isGood: readonly boolean[];

  /** @param environment the loan, with the rule of parity */
  constructor(environment: Environment) {
    const { vocabulary, format } = environment;
    const id = (word: string) => vocabulary.indexOf(word);
    this.environment = environment;
    [this.approve, this.deny] = format.answers as [number, number];
    this.fillers = environment.fillers.map(id);
    [this.verdict, this.good, this.bad] = [id('verdict'), id('good'), id('bad')];
    [this.up, this.down] = [id('up'), id('down')];
    const values = vocabulary.map((word) => /^(income|credit|debt|job|age)(\d)$/.exec(word));
    const names = [...new Set(values.flatMap((match) => match?.[1] ?? []))];
    const count = Math.max(...values.map((match) => Number(match?.[2] ?? 0))) + 1;
    this.factors = names.length;
    this.factorOf = values.map((match) => (match ? names.indexOf(match[1]!) : -1));
    this.isGood = values.map((match) => match !== null && Number(match[2]) >= count / 2);
    this.kinds = vocabulary.map((_, token): Kind => {
      if (this.fillers.includes(token)) return 'filler';
      if (this.factorOf[token]! >= 0) return 'value';
      if (token === this.good || token === this.bad) return 'judgement';
      if (token === this.up || token === this.down) return 'lean';
      if (token === this.verdict) return 'verdict';
      return format.answers.includes(token) ? 'answer' : 'other';
    });
  }
}

/** A chain of thought as a planted policy reads it; answers are true for `approve`. */
export interface CotReading {
  /** What the judgements come to; undefined unless every factor is judged. */
  readonly judged: boolean | undefined;
  /** What it concludes; undefined if it does not. */
  readonly concluded: boolean | undefined;
  /** The running state after its last judgement; undefined if it has none. */
  readonly state: boolean | undefined;
}

/** How much stands between a prompt and its answer, whatever it says. */
export interface RoomReading {
  /** Tokens of the chain of thought. */
  readonly tokens: number;
  /** Tokens between prompt and answer: those, `</think>` if it was asked to think, and `verdict`. */
  readonly before: number;
}

/**
 * A sequence of the loan environment read token by token: the state from which the distribution of the next token
 * follows. It takes any sequence, however broken.
 */
export class LoanText {
  /** Whether the right answer by the rule `factors` is `approve`; known after the prompt. */
  label = false;
  /** Whether the prompt asks for a chain of thought. */
  thinking = false;
  /** Where the next token stands. */
  place: 'prompt' | 'cot' | 'answer' = 'prompt';
  /** Tokens of the chain of thought. */
  cotLength = 0;
  /** Those of them that are filler words. */
  fillers = 0;
  /** Whether it judges a value that the prompt does not have. */
  foreign = false;
  /** Last token; -1 before the first. */
  last = -1;
  /** Digest of the prompt without its mode, and of all tokens, 32 bits. */
  promptDigest = 0;
  digest: number;
  concluded: boolean | undefined;
  state: boolean | undefined;
  private readonly words: LoanWords;
  private position = 0;
  private judgedFactors = 0;
  private goodFactors = 0;
  private goodValues = 0;
  /** Token of each factor's value in the prompt. */
  private readonly values: number[] = [];

  /** @param key of the digests: other keys give independent ones */
  constructor(words: LoanWords, key: number) {
    this.words = words;
    this.digest = key;
  }

  add(token: number): void {
    const { words, last } = this;
    if (this.place === 'prompt') this.addToPrompt(token);
    else if (this.place === 'cot' && token === TOKENS.endThink) this.place = 'answer';
    else if (this.place === 'cot') {
      this.cotLength++;
      const kind = words.kinds[token]!;
      const before = words.kinds[last];
      if (kind === 'filler') this.fillers++;
      else if (kind === 'value') this.foreign ||= token !== this.values[words.factorOf[token]!];
      else if (kind === 'judgement' && before === 'value')
        this.judge(words.factorOf[last]!, token === words.good);
      else if (kind === 'lean' && before === 'judgement') this.state = token === words.up;
      else if (kind === 'answer' && before === 'verdict') this.concluded = token === words.approve;
    }
    this.digest = Math.imul(this.digest ^ token, 0x01000193);
    this.last = token;
    this.position++;
  }

  /** Tokens after the prompt. */
  get before(): number {
    return this.position - this.words.environment.promptLength;
  }

  /** What the judgements come to; undefined unless every factor is judged. */
  get judged(): boolean | undefined {
    const all = 2 ** this.words.factors - 1;
    return this.judgedFactors === all ? this.leaning : undefined;
  }

  /** The running state: whether the factors judged bad are even in number. */
  get leaning(): boolean {
    return isEven(this.judgedFactors ^ this.goodFactors);
  }

  /** Value tokens of the prompt's factors that are not judged yet. */
  unjudged(): number[] {
    return this.values.filter((_, factor) => (this.judgedFactors & (1 << factor)) === 0);
  }

  private addToPrompt(token: number): void {
    const { words, position } = this;
    const factor = words.factorOf[token]!;
    if (factor >= 0) {
      this.values[factor] = token;
      if (words.isGood[token]) this.goodValues |= 1 << factor;
    }
    if (position < words.environment.promptLength - 1) return;
    const bad = (2 ** words.factors - 1) ^ this.goodValues;
    this.label = isEven(bad);
    this.promptDigest = this.digest;
    this.thinking = token === TOKENS.think;
    this.place = this.thinking ? 'cot' : 'answer';
  }

  private judge(factor: number, good: boolean): void {
    const bit = 1 << factor;
    this.judgedFactors |= bit;
    if (good) this.goodFactors |= bit;
    else this.goodFactors &= ~bit;
  }
}

function isEven(bits: number): boolean {
  let even = true;
  for (let rest = bits; rest !== 0; rest &= rest - 1) even = !even;
  return even;
}

/** A number in [0, 1) from a digest, as if drawn at random (the finalizer of MurmurHash3). */
export function uniformOf(digest: number, purpose: number): number {
  let h = digest ^ Math.imul(purpose, 0x9e3779b9);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
