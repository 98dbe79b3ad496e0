import { closeSync, openSync, writeSync } from 'node:fs';
import { type RandomStream, randomStream } from '@vestige/random';

/** Completions of a problem at a step. */
const GROUP = 8;

const WORDS =
  'so the sum of first and second terms gives us a value that we have to check again before moving on to next case where both sides are equal which means this can not hold unless one factor is even or prime therefore let me try another way wait maybe simplify by substitution hmm then divide out common root';

/** Pieces of text of which a rollout is put together. */
interface Pieces {
  readonly sentences: readonly string[];
  readonly questions: readonly string[];
}

/**
 * Writes rollouts as verl does, of about 1.5 kB each, the same whenever it is asked for the same: thoughts with empty lines,
 * formulas, and a sign beyond ASCII in every seventh.
 *
 * @param paths of the files, one a step
 * @param each how many rollouts a file has
 */
export function writeRollouts(paths: readonly string[], each: number): void {
  const pieces = piecesOf(randomStream('importing'));
  for (const [i, path] of paths.entries()) {
    const stream = randomStream('importing', i + 1);
    const file = openSync(path, 'w');
    try {
      for (let done = 0; done < each; done += 1000) {
        const lines = Array.from({ length: Math.min(1000, each - done) }, (_, k) =>
          line(pieces, stream, i + 1, done + k),
        );
        writeSync(file, `${lines.join('\n')}\n`);
      }
    } finally {
      closeSync(file);
    }
  }
}

function line({ sentences, questions }: Pieces, stream: RandomStream, step: number, place: number): string {
  const problem = (step * 1009 + Math.floor(place / GROUP)) % questions.length;
  const thought: string[] = [];
  for (let length = 1000 + stream.integer(300); length > 0; length -= thought.at(-1)!.length) {
    thought.push(sentences[stream.integer(sentences.length)]!);
  }
  const isRight = stream.uniform() < 0.5;
  const answer = isRight ? problem % 100 : stream.integer(100);
  return JSON.stringify({
    input: questions[problem],
    output: `<think>\n${thought.join('')}</think>\n\nThe answer is \\boxed{${answer}}.`,
    gts: String(problem % 100),
    score: Number(isRight) + 0.1 * stream.uniform(),
    step,
    acc: isRight,
    format: stream.uniform(),
  });
}

function piecesOf(stream: RandomStream): Pieces {
  const words = WORDS.split(' ');
  const said = (count: number) => Array.from({ length: count }, () => stream.choice(words)).join(' ');
  const sentences = Array.from({ length: 20_000 }, (_, i) => {
    const formula = i % 4 === 0 ? ` \\frac{${stream.integer(1000)}}{${1 + stream.integer(99)}}` : '';
    const sign = i % 100 === 0 ? ` ${stream.integer(100)} × ${stream.integer(100)}` : '';
    return `${said(8 + stream.integer(12))}${formula}${sign}.${i % 3 === 0 ? '\n\n' : ' '}`;
  });
  const questions = Array.from({ length: 5000 }, (_, i) => `user\nProblem ${i}: ${said(40)}?\nassistant\n`);
  return { sentences, questions };
}
