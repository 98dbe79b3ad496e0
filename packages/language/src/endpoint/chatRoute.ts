import type { Context } from '@vestige/policy';
import type { ChatFormat, ChatMessage } from '../format/chatMessages.ts';
import { type TextFormat, textOf, thoughtInText, thoughtOutOfText } from '../format/textFormat.ts';
import type { EndpointCapabilities } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { promptLengths } from './promptLength.ts';
import { closeOf } from './promptTexts.ts';
import { type Reply, readReply } from './reply.ts';
import type { Route } from './route.ts';
import { samplingOf } from './sampling.ts';
import { answerOf } from './writtenOf.ts';

/** What makes a server go on from the last message instead of beginning one. */
const CONTINUED = { continue_final_message: true, add_generation_prompt: false };

/** Writes and answers through `/v1/chat/completions`, whose messages the server renders; answers are drawn. */
export function chatRoute(
  connection: Connection,
  format: TextFormat,
  chat: ChatFormat,
  capabilities: EndpointCapabilities,
  answerTokens: number,
): Route {
  const { prefill } = capabilities;
  const [end = ''] = format.ends;
  const length = promptLengths(connection, '/v1/chat/completions');
  /** Messages, the last of them what the model's own begins with, if that is something. */
  const prompted = (messages: readonly ChatMessage[], begun: string) =>
    begun === ''
      ? { messages }
      : {
          messages: [...messages, { role: 'assistant', content: begun }],
          ...(prefill?.asked && CONTINUED),
        };
  const thinking = ({ question, thought }: Context & { thought: string }, close = '') =>
    prompted(
      chat.thinking(question),
      thought === '' && close === '' ? '' : chat.opening + thoughtInText(format, thought) + close,
    );
  const ask = async (
    body: ReturnType<typeof prompted>,
    most: number,
    temperature: number,
    seed: number,
    signal?: AbortSignal,
  ): Promise<Reply> => {
    const sampling = samplingOf(capabilities, temperature, seed);
    const sent = { model: connection.sent.model, ...body, [capabilities.limit]: most, ...sampling };
    const reply = readReply(await connection.post('/v1/chat/completions', sent, signal));
    const last = body.messages.at(-1)!;
    const begun = last.role === 'assistant' && prefill?.repeated ? last.content : '';
    return { ...reply, text: without(begun, reply.text) };
  };
  return {
    async write(context, { until, maxTokens, temperature }, seed, signal) {
      const { question, thought } = context;
      if (thought === null) {
        const body = prompted(chat.now(question), '');
        const { text, stop } = await ask(body, maxTokens, temperature, seed, signal);
        const answer = until === 'answer' ? await answerOf(text, stop, question, format) : null;
        return { thought: '', answer, stop, raw: text };
      }
      const body = thinking({ question, thought });
      const given =
        thought === ''
          ? 0
          : (await length(body, signal)) - (await length(thinking({ question, thought: '' }), signal));
      if (given >= maxTokens) return { thought, answer: null, stop: 'length', raw: '' };
      const stops = until === 'thought' && format.ends.length > 0 ? { stop: format.ends } : {};
      const reply = await ask({ ...body, ...stops }, maxTokens - given, temperature, seed, signal);
      const text = thought === '' ? without(chat.opening, reply.text) : reply.text;
      const before = thoughtInText(format, thought);
      const [more, after] =
        reply.reasoning === null
          ? parted(before, text, format)
          : [reply.reasoning, text === '' ? null : end + text];
      return {
        thought: thoughtOutOfText(format, before + more),
        answer:
          until === 'answer' && after !== null ? await answerOf(after, reply.stop, question, format) : null,
        stop: until === 'thought' && after !== null ? 'end' : reply.stop,
        raw: more + (after ?? ''),
      };
    },
    async draw({ question, thought }, seed, signal) {
      const close = thought === null ? '' : textOf(closeOf(format, thought));
      const body =
        thought === null ? prompted(chat.now(question), '') : thinking({ question, thought }, close);
      const { text, stop } = await ask(body, answerTokens, 1, seed, signal);
      return await answerOf(close + text, stop, question, format);
    },
  };
}

/** What was written on, up to what ends the thought, and from there; null if it does not end. */
function parted(before: string, text: string, format: TextFormat): readonly [string, string | null] {
  const end = format.endOfThought(before + text, before.length) - before.length;
  return end < 0 ? [text, null] : [text.slice(0, end), text.slice(end)];
}

/** A text without a beginning, if it has it; servers may leave out the space around it. */
function without(beginning: string, text: string): string {
  if (text.startsWith(beginning)) return text.slice(beginning.length);
  const [bare, trimmed] = [beginning.trim(), text.trimStart()];
  return trimmed.startsWith(bare) ? trimmed.slice(bare.length) : text;
}
