import { type TextFormat, textOf } from '../format/textFormat.ts';
import type { EndpointCapabilities } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { closeOf, IdTexts, PlainTexts } from './promptTexts.ts';
import { readReply } from './reply.ts';
import type { Route } from './route.ts';
import { samplingOf } from './sampling.ts';
import { score } from './score.ts';
import { serverTokens } from './serverTokens.ts';
import { traced } from './tracedReply.ts';
import { answerOf, writtenOf } from './writtenOf.ts';

/** What vLLM has to be told to give ids, and control words in what it wrote. */
const VLLM = { return_token_ids: true, skip_special_tokens: false, spaces_between_special_tokens: false };

/** Writes and answers through `/v1/completions`, where a text is gone on from. */
export function completionsRoute(
  connection: Connection,
  format: TextFormat,
  capabilities: EndpointCapabilities,
  answerTokens: number,
): Route {
  const { ids, forced, listed } = capabilities;
  const known = ids === null ? null : new IdTexts(serverTokens(connection, ids), format);
  const texts = known ?? new PlainTexts(connection, format);
  const complete = async (body: object, temperature: number, seed: number, signal?: AbortSignal) => {
    const { model } = connection.sent;
    const sampling = samplingOf(capabilities, temperature, seed);
    const told = { ...(known && { logprobs: 1 }), ...(ids === 'vllm' && VLLM) };
    const answer = await connection.post('/v1/completions', { model, ...body, ...sampling, ...told }, signal);
    const reply = readReply(answer);
    return { ...reply, ...(known && (await traced(reply, known, signal))) };
  };
  return {
    async write(context, { until, maxTokens, temperature }, seed, signal) {
      const { prompt, given } = await texts.writing(context, signal);
      if (given >= maxTokens)
        return { thought: context.thought ?? '', answer: null, stop: 'length', raw: '' };
      const stops = until === 'thought' && context.thought !== null && format.ends.length > 0;
      const body = { prompt, max_tokens: maxTokens - given, ...(stops && { stop: format.ends }) };
      const { trace, ...reply } = await complete(body, temperature, seed, signal);
      if (trace) await known?.learn(context, trace, signal);
      const written = await writtenOf(context, until, reply.stop, reply.text, format);
      // Servers tell log-probabilities at temperature 1, whatever they sample at.
      return { ...written, ...(trace && temperature === 1 && { trace }) };
    },
    async draw(context, seed, signal) {
      const prompt = await texts.answering(context, signal);
      const { text, stop } = await complete({ prompt, max_tokens: answerTokens }, 1, seed, signal);
      return answerOf(textOf(closeOf(format, context.thought ?? '')) + text, stop, context.question, format);
    },
    ...(known && {
      remember: async (context, { trace }) => {
        if (trace) await known.learn(context, trace);
      },
    }),
    ...(known &&
      forced &&
      listed > 0 && {
        score: (context, candidates, signal) =>
          score(connection, known, capabilities, context, candidates, signal),
      }),
  };
}
