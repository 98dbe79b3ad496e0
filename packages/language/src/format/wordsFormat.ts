import { type Piece, type TextFormat, textOf } from './textFormat.ts';

/** What the format of words needs of an environment. */
interface AnsweringWords {
  /** Stands before an answer, such as `verdict`. */
  readonly answerPrefix: string;
  readonly answers: readonly string[];
}

/** The format of policies that Vestige trained and wrote as GGUF: words, a space before each. */
export function wordsFormat({ answerPrefix, answers }: AnsweringWords): TextFormat {
  const question = (text: string): Piece[] => [{ text: '<bos>', control: true }, { text: ` ${text}` }];
  const answer = { text: ` ${answerPrefix}` };
  const end = { text: ' </think>', control: true };
  const close = [end, answer];
  return {
    thinking: (text) => [...question(text), { text: ' <think>', control: true }],
    now: (text) => [...question(text), { text: ' <now>', control: true }, answer],
    close: () => close,
    before: { thought: ' ', answer: ' ' },
    endOfThought: (text, from) => text.indexOf(end.text, from),
    ends: [end.text],
    answered: () => false,
    answerIn: (after) => answers.find((word) => after === `${textOf(close)} ${word}`) ?? null,
    description: { kind: 'words', answerPrefix, answers },
  };
}
