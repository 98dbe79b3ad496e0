import type { RandomStream } from '@vestige/random';
import type {
  AnswerDistribution,
  Capability,
  Context,
  Policy,
  Question,
  Writing,
  Written,
} from './policy.ts';
import { TOKENS, type WordFormat } from './wordFormat.ts';

/** How tokens are written on. */
export interface TokenWriting {
  /** Longest completion, its beginning included. */
  readonly maxNewTokens: number;
  /** Token id that ends a completion, and belongs to it. */
  readonly stopToken: number;
  readonly temperature: number;
  /** Token ids that each completion begins with, in the order of the prompts; none if absent. */
  readonly beginnings?: readonly (readonly number[])[];
  /** Token ids that are never written. */
  readonly forbidden: readonly number[];
}

/** What predicts tokens of a closed vocabulary. */
export interface TokenModel {
  /**
   * Samples a completion of each prompt.
   *
   * @param prompts token ids, all of one length
   * @returns what was written, [prompts]; the beginnings are left out
   */
  write(
    prompts: readonly (readonly number[])[],
    stream: RandomStream,
    writing: TokenWriting,
  ): readonly { readonly tokens: readonly number[]; readonly logProbs?: readonly number[] }[];
  /**
   * Distribution of the token after each sequence.
   *
   * @returns probabilities, [sequences][vocabulary]
   */
  nextTokenProbabilities(sequences: readonly (readonly number[])[]): readonly Float32Array[];
}

/** What a policy over words can do by itself. */
export const WORD_CAPABILITIES: readonly Capability[] = ['score', 'prefill', 'forbid'];

/** A policy that writes words of a closed vocabulary, a token each; every candidate is scored exactly. */
export function wordPolicy(
  id: string,
  model: TokenModel,
  format: WordFormat,
  finetune?: Policy['finetune'],
): Policy {
  const can = new Set(finetune ? [...WORD_CAPABILITIES, 'finetune' as const] : WORD_CAPABILITIES);
  return {
    id,
    can,
    async write(contexts, writing, stream, signal) {
      signal?.throwIfAborted();
      return write(model, format, contexts, writing, stream);
    },
    async answers(questions, _stream, signal) {
      signal?.throwIfAborted();
      return answers(model, format, questions);
    },
    ...(finetune && { finetune }),
  };
}

function write(
  model: TokenModel,
  format: WordFormat,
  contexts: readonly Context[],
  { until, maxTokens, temperature, forbidden = [] }: Writing,
  stream: RandomStream,
): Written[] {
  if (contexts.length === 0) return [];
  const modes = contexts.map(({ thought }) => (thought === null ? ('now' as const) : ('think' as const)));
  const beginnings = contexts.map(({ thought }) => format.ids(thought ?? ''));
  const stopToken = until === 'thought' ? TOKENS.endThink : TOKENS.eos;
  const written = model.write(
    contexts.map(({ question }, i) => format.prompt(question, modes[i]!)),
    stream,
    {
      maxNewTokens: maxTokens,
      stopToken,
      temperature,
      ...(beginnings.some(({ length }) => length > 0) && { beginnings }),
      forbidden: forbidden.flatMap((word) => format.ids(word)),
    },
  );
  return written.map(({ tokens, logProbs }, i) => {
    const stop = tokens.at(-1) === stopToken ? 'end' : 'length';
    const trace = logProbs && { ids: tokens, logProbs };
    const raw = format.text(tokens);
    const whole = [...beginnings[i]!, ...tokens];
    if (until === 'thought') {
      const thought = format.text(stop === 'end' ? whole.slice(0, -1) : whole);
      return { thought, answer: null, stop, raw, ...(trace && { trace }) };
    }
    const { cot, answer } = format.parse(whole, modes[i]);
    return { thought: format.text(cot), answer, stop, raw, ...(trace && { trace }) };
  });
}

/** @throws if answers are open: what a closed vocabulary can answer is known */
function answers(
  model: TokenModel,
  format: WordFormat,
  questions: readonly Question[],
): AnswerDistribution[] {
  const distributions = model.nextTokenProbabilities(
    questions.map(({ context }) => format.beforeAnswer(context)),
  );
  return questions.map(({ candidates }, i) => {
    if (!candidates) throw new Error('expected candidates: a closed vocabulary has no open answers');
    const probability = Float64Array.from(candidates, (answer) => {
      const [token, ...rest] = format.ids(answer);
      if (token === undefined || rest.length > 0) throw new Error(`"${answer}" is not one word`);
      return distributions[i]![token]!;
    });
    const mass = probability.reduce((sum, p) => sum + p, 0);
    return { answers: candidates, probability, mass, basis: 'scored' };
  });
}
