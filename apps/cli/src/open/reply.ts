import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** What is answered at once: JSON. */
export interface Reply {
  readonly status: number;
  readonly body: object;
}

/** What was asked cannot be asked. The message is one line. */
export class RequestError extends Error {
  override name = 'RequestError';
}

/** @throws {RequestError} if the text is no such request */
export function parsed<T>(schema: z.ZodType<T>, text: string): T {
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

export function failure(status: number, error: string): Reply {
  return { status, body: { error } };
}

export function reply(request: IncomingMessage, response: ServerResponse, { status, body }: Reply): void {
  if (response.destroyed) return;
  // What was not read would be taken for another request.
  if (!request.complete) response.setHeader('Connection', 'close');
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length }).end(text);
}
