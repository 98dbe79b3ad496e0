import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../model/body.ts';
import { refusalOf } from '../model/guard.ts';
import { failure, parsed, type Reply, RequestError, reply } from '../reply.ts';
import type { RolloutBrowser } from './browser.ts';
import { courseRequest, searchRequest } from './requests.ts';

/** Rollouts that a served page browses. */
export interface ServedRollouts {
  readonly browser: Pick<RolloutBrowser, 'facts' | 'search' | 'course'>;
  /** The page. */
  readonly page: string;
  /** What it proves to be itself with; part of its address. */
  readonly token: string;
}

/**
 * Answers a request of the page of rollouts. Nothing is read of one that does not come from it.
 *
 * @param path below the root, such as `rollouts/search`
 */
export async function answerRollouts(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { browser, token }: ServedRollouts,
): Promise<void> {
  const refusal = refusalOf(request, token);
  if (refusal !== undefined) return reply(request, response, { status: refusal, body: {} });
  const text = await bodyOf(request);
  if (text === undefined) return reply(request, response, failure(413, 'this is too long for a search'));
  reply(request, response, replyTo(path, text, browser));
}

function replyTo(path: string, text: string, browser: ServedRollouts['browser']): Reply {
  try {
    if (path === 'rollouts/facts') return { status: 200, body: browser.facts };
    if (path === 'rollouts/search') return { status: 200, body: browser.search(parsed(searchRequest, text)) };
    if (path === 'rollouts/course') return { status: 200, body: browser.course(parsed(courseRequest, text)) };
    return failure(404, 'there is no such request');
  } catch (error) {
    const { message } = error as Error;
    return failure(error instanceof RequestError ? 400 : 500, message.split('\n')[0]!);
  }
}
