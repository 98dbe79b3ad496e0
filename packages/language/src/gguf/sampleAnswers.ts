import type { AnswerDistribution, Question } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { textOf } from '../format/textFormat.ts';
import { grouped } from '../grouped.ts';
import { tally } from '../tally.ts';
import type { Token } from './binding.ts';
import type { Writer } from './completion.ts';
import type { Segment } from './segments.ts';

/** How open answers are sampled. */
export interface Sampling {
  /** Answers of each question. */
  readonly samples: number;
  /** Most tokens of an answer. */
  readonly maxTokens: number;
}

/** Samples that have written the same so far. */
interface Branch {
  readonly tokens: readonly Token[];
  readonly samples: number;
}

/**
 * Lets a model answer several times, and counts the answers that are the same in substance.
 *
 * Samples that begin alike are read together: the tokens that come next are drawn for all of them from one distribution.
 *
 * @param before where the answer stands
 * @param seed of all that is drawn
 */
export async function sampleAnswers(
  { reader, tokenizer, texts: { format } }: Writer,
  { context, canonical }: Question,
  before: readonly Segment[],
  { samples, maxTokens }: Sampling,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<AnswerDistribution> {
  const cue = textOf(format.close(context.thought ?? ''));
  const counts = new Map<string, number>();
  const branches: Branch[] = [{ tokens: [], samples }];
  const stream = randomStream(seed);
  for (let branch = branches.pop(); branch !== undefined; branch = branches.pop()) {
    const { tokens } = branch;
    const next = await reader.probabilities([...before, ...tokens.map((token) => [token])], signal);
    for (const [token, samples] of drawAll(next, branch.samples, () => stream.uniform())) {
      const ends = tokenizer.endsTurn(token);
      const all = ends ? tokens : [...tokens, token];
      const text = `${cue}${textOfTokens(all, tokenizer.reader())}`;
      if (!ends && !format.answered(text)) {
        if (all.length < maxTokens) branches.push({ tokens: all, samples });
        continue;
      }
      const answer = await format.answerIn(text, context.question);
      if (answer === null) continue;
      counts.set(answer, (counts.get(answer) ?? 0) + samples);
    }
  }
  return grouped(tally(counts, samples), null, canonical);
}

/** Draws tokens by their probabilities, and counts them. */
function drawAll(
  next: ReadonlyMap<Token, number>,
  draws: number,
  uniform: () => number,
): ReadonlyMap<Token, number> {
  let total = 0;
  for (const p of next.values()) total += p;
  const drawn = new Map<Token, number>();
  for (let i = 0; i < draws; i++) {
    let left = uniform() * total;
    let chosen: Token | undefined;
    for (const [token, p] of next) {
      chosen = token;
      left -= p;
      if (left < 0) break;
    }
    drawn.set(chosen!, (drawn.get(chosen!) ?? 0) + 1);
  }
  return drawn;
}

function textOfTokens(tokens: readonly Token[], textOf: (token: Token) => string): string {
  return tokens.map(textOf).join('');
}
