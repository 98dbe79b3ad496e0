import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { bodyOf } from './body.ts';
import { growth } from './growth.ts';
import { refusalOf } from './guard.ts';
import { JsonLines } from './jsonLines.ts';
import { type ModelPlayground, RequestError, Superseded } from './modelPlayground.ts';
import { answersRequest, thoughtRequest } from './requests.ts';

/** A model that a served page can ask. */
export interface ServedModel {
  readonly playground: Pick<ModelPlayground, 'answers' | 'thought'>;
  /** What the page proves to be itself with; part of its address. */
  readonly token: string;
}

/** What is answered at once: JSON. */
interface Reply {
  readonly status: number;
  readonly body: object;
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

/** @throws {RequestError} if the text is no such request */
function parsed<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestError('this is no JSON');
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  throw new RequestError(`${path.length > 0 ? `field ${path.join('.')}: ` : ''}${message}`);
}

function failure(status: number, error: string): Reply {
  return { status, body: { error } };
}

function reply(request: IncomingMessage, response: ServerResponse, { status, body }: Reply): void {
  if (response.destroyed) return;
  // What was not read would be taken for another request.
  if (!request.complete) response.setHeader('Connection', 'close');
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length }).end(text);
}
