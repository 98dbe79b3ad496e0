import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure, parsed, type Reply, RequestError, reply } from '../reply.ts';
import { bodyOf } from './body.ts';
import { growth } from './growth.ts';
import { refusalOf } from './guard.ts';
import { JsonLines } from './jsonLines.ts';
import { type ModelPlayground, Superseded } from './modelPlayground.ts';
import { answersRequest, thoughtRequest } from './requests.ts';

/** A model that a served page can ask. */
export interface ServedModel {
  readonly playground: Pick<ModelPlayground, 'answers' | 'thought'>;
  /** What the page proves to be itself with; part of its address. */
  readonly token: string;
}

/**
 * Answers a request of the page to the model. Nothing is read of one that does not come from it.
 *
 * @param path below the root, such as `model/answers`
 */
export async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  model: ServedModel,
): Promise<void> {
  const refusal = refusalOf(request, model.token);
  if (refusal !== undefined) return reply(request, response, { status: refusal, body: {} });
  const text = await bodyOf(request);
  if (text === undefined) return reply(request, response, failure(413, 'this is too long for any model'));
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const lines = new JsonLines(response);
  const whole = await replyTo(path, text, model, lines, gone.signal);
  if (whole && lines.begun) lines.end({ status: whole.status, ...whole.body });
  else if (whole) reply(request, response, whole);
}

/** @param lines where an answer goes that comes bit by bit; it is undefined then, unless it fails */
async function replyTo(
  path: string,
  text: string,
  { playground }: ServedModel,
  lines: JsonLines,
  signal: AbortSignal,
): Promise<Reply | undefined> {
  try {
    if (path === 'model/answers') {
      return { status: 200, body: await playground.answers(parsed(answersRequest, text), signal) };
    }
    if (path === 'model/thought') {
      const asked = parsed(thoughtRequest, text);
      const grows = growth(asked.thought, (added) => lines.send({ added }));
      lines.end({ written: await playground.thought(asked, signal, grows) });
      return undefined;
    }
    return failure(404, 'there is no such request');
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof RequestError) return failure(400, message);
    return error instanceof Superseded ? failure(409, message) : failure(500, message.split('\n')[0]!);
  }
}
