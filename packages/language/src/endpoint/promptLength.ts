import type { Connection } from './connection.ts';
import { EndpointError } from './endpointError.ts';

/** Counts the tokens of prompts: the server alone can. Each is asked about once. */
export function promptLengths(
  connection: Connection,
  path: '/v1/completions' | '/v1/chat/completions',
): (body: object, signal?: AbortSignal) => Promise<number> {
  const known = new Map<string, number>();
  return async (body, signal) => {
    const key = JSON.stringify(body);
    const before = known.get(key);
    if (before !== undefined) return before;
    const { model, url } = connection.sent;
    const asked = { model, ...body, max_tokens: 1, temperature: 0 };
    const answer = (await connection.post(path, asked, signal)) as { usage?: { prompt_tokens?: number } };
    const length = answer.usage?.prompt_tokens;
    if (length === undefined) {
      throw new EndpointError(
        `${url}: tells no prompt_tokens, so that the tokens of a thought cannot be counted`,
      );
    }
    known.set(key, length);
    return length;
  };
}
