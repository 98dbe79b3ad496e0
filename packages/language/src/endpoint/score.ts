import type { AnswerDistribution, Context } from '@vestige/policy';
import type { EndpointCapabilities } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { EndpointError } from './endpointError.ts';
import type { IdTexts } from './promptTexts.ts';
import { readReply } from './reply.ts';
import { samplingOf } from './sampling.ts';

/** Log-probabilities asked for at once, before tokens are asked for one by one. */
const LISTED = 20;

/** Logits added to the token that is asked for; vLLM takes no more. */
const FORCED = 100;

/** Scores candidates by the probabilities of all their tokens, which a server lists or, where they are rare, is asked for. */
export async function score(
  connection: Connection,
  texts: IdTexts,
  capabilities: EndpointCapabilities,
  context: Context,
  candidates: readonly string[],
  signal?: AbortSignal,
): Promise<AnswerDistribution> {
  const before = await texts.answering(context, signal);
  const answers: (readonly number[])[] = [];
  for (const candidate of candidates) answers.push(await texts.answer(candidate, signal));
  const logProbs = new Float64Array(candidates.length);
  for (const [known, asked] of positionsOf(answers)) {
    const next = await nextLogProbs([...before, ...known], new Set(asked.map(({ id }) => id)));
    for (const { candidate, id } of asked) logProbs[candidate]! += next.get(id)!;
  }
  const probability = logProbs.map(Math.exp);
  const mass = probability.reduce((sum, p) => sum + p, 0);
  return { answers: candidates, probability, mass, basis: 'scored' };

  async function nextLogProbs(prompt: readonly number[], wanted: ReadonlySet<number>) {
    const found = new Map<number, number>();
    if (wanted.size > 1) {
      const { listed } = await nextToken(prompt, Math.min(LISTED, capabilities.listed), null);
      for (const { id, logProb } of listed) if (id !== null && wanted.has(id)) found.set(id, logProb);
    }
    for (const id of wanted) {
      if (found.has(id)) continue;
      const token = await nextToken(prompt, 1, id);
      if (token.id === id) found.set(id, token.logProb);
      else throw new EndpointError(`${connection.sent.url}: token ${id} was forced, and ${token.id} came`);
    }
    return found;
  }

  async function nextToken(prompt: readonly number[], logprobs: number, forced: number | null) {
    const body = {
      ...{ model: connection.sent.model, prompt, max_tokens: 1, logprobs },
      ...samplingOf(capabilities, 0, null),
      ...(forced !== null && { logit_bias: { [forced]: FORCED } }),
      ...(capabilities.ids === 'vllm' && { return_tokens_as_token_ids: true, return_token_ids: true }),
    };
    const [token] = readReply(await connection.post('/v1/completions', body, signal)).tokens ?? [];
    if (token === undefined)
      throw new EndpointError(`${connection.sent.url}: a token came without its log-probability`);
    return token;
  }
}

/** Tokens that answers have in common, each beginning once, with the tokens that come next. */
function positionsOf(
  answers: readonly (readonly number[])[],
): readonly (readonly [known: readonly number[], asked: { candidate: number; id: number }[]])[] {
  const positions = new Map<string, [readonly number[], { candidate: number; id: number }[]]>();
  for (const [candidate, ids] of answers.entries()) {
    for (const [i, id] of ids.entries()) {
      const known = ids.slice(0, i);
      const position = positions.get(known.join()) ?? [known, []];
      position[1].push({ candidate, id });
      positions.set(known.join(), position);
    }
  }
  return [...positions.values()];
}
