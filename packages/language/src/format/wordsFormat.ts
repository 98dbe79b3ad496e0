import { FormatError } from './formatError.ts';
import type { Piece, TextFormat } from './textFormat.ts';

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
    message: () => {
      throw new FormatError('a policy of words replies to questions only');
    },
    close: () => close,
    before: { thought: ' ', answer: ' ' },
    // To a policy of words each is a word like any other, which it may write anywhere.
    controlInThought: true,
    endOfThought: (text, from) => text.indexOf(end.text, from),
    ends: [end.text],
    answered: () => false,
    answerIn: (after) => {
      const words = wordsOf(after);
      // Servers that split thoughts off, or are asked to answer at once, give the answer alone.
      const answered = words[0] === end.text.trim() ? words.slice(1) : words;
      return (
        answers.find((word) => answered.join(' ') === wordsOf(`${answerPrefix} ${word}`).join(' ')) ?? null
      );
    },
    description: { kind: 'words', answerPrefix, answers },
  };
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}
