import type { Context, Writing, Written } from '@vestige/policy';
import type { Segment } from './segments.ts';
import type { TextTokens } from './textTokens.ts';
import type { Tokenizer } from './tokenizer.ts';
import type { TokenReader } from './tokenReader.ts';
import { Transcript } from './transcript.ts';

/** What a completion is written with. */
export interface Writer {
  readonly tokenizer: Tokenizer;
  readonly reader: TokenReader;
  readonly texts: TextTokens;
}

/** What is to be written on from. */
export interface Beginning {
  readonly question: readonly Segment[];
  readonly thought: readonly Segment[];
}

/** What was written, and the transcript of it. */
export interface Completion {
  readonly written: Written;
  readonly transcript: Transcript;
}

/**
 * Lets a model write on from a context.
 *
 * @param seed of all that is drawn
 * @param onThought told of the thought so far, as it grows
 * @throws what `signal` was aborted with
 */
export async function complete(
  { tokenizer, reader, texts: { format } }: Writer,
  { question }: Pick<Context, 'question'>,
  beginning: Beginning,
  { until, maxTokens, temperature }: Pick<Writing, 'until' | 'maxTokens' | 'temperature'>,
  seed: number,
  onThought: ((thought: string) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<Completion> {
  const transcript = new Transcript(tokenizer, format, beginning.thought);
  const ids: number[] = [];
  const logProbs: number[] = [];
  let stop: Written['stop'] = 'length';
  const drawn = reader.draw([...beginning.question, ...beginning.thought], temperature, seed, signal);
  for await (const { token, probability } of drawn) {
    ids.push(token);
    logProbs.push(Math.log(Math.min(1, probability)));
    const goesOn = transcript.take(token);
    if (!transcript.thoughtHasEnded) onThought?.(transcript.thought);
    const whole = transcript.thoughtHasEnded && (until === 'thought' || format.answered(transcript.after));
    if (!goesOn || whole) {
      stop = 'end';
      break;
    }
    if (transcript.length >= maxTokens) break;
  }
  const { thought, thoughtHasEnded, after, raw } = transcript;
  const answered = until === 'answer' && stop === 'end' && thoughtHasEnded;
  const answer = answered ? await format.answerIn(after, question) : null;
  return { written: { thought, answer, stop, raw, trace: { ids, logProbs } }, transcript };
}
