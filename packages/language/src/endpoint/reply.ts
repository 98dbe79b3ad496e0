/** A token that a server wrote, as far as it tells. */
export interface ReplyToken {
  readonly id: number | null;
  /** Its bytes in UTF-8: a character may have several tokens. */
  readonly bytes: Uint8Array;
  readonly logProb: number;
  /** The most probable tokens in its place, by id where that is told; log-probabilities, nats. */
  readonly listed: readonly { readonly id: number | null; readonly text: string; readonly logProb: number }[];
}

/** A reply of either route. */
export interface Reply {
  readonly text: string;
  /** What a server splits off as the reasoning; null if it splits nothing off. */
  readonly reasoning: string | null;
  readonly stop: 'end' | 'length';
  /** Null if it tells nothing of its tokens. */
  readonly tokens: readonly ReplyToken[] | null;
}

interface ChatToken {
  readonly id?: number;
  readonly token: string;
  readonly bytes?: readonly number[] | null;
  readonly logprob: number;
  readonly top_logprobs?: readonly Omit<ChatToken, 'top_logprobs'>[];
}

interface LegacyLogProbs {
  readonly tokens: readonly string[];
  readonly token_logprobs: readonly (number | null)[];
  readonly top_logprobs?: readonly (Readonly<Record<string, number>> | null)[] | null;
}

interface Choice {
  readonly text?: string;
  readonly message?: {
    readonly content?: string | null;
    readonly reasoning_content?: string | null;
    readonly reasoning?: string | null;
  };
  readonly finish_reason?: string | null;
  readonly token_ids?: readonly number[] | null;
  readonly logprobs?: { readonly content?: readonly ChatToken[] | null } | LegacyLogProbs | null;
}

/**
 * Reads an answer of `/v1/completions` or `/v1/chat/completions`: log-probabilities in the shape of either (llama.cpp
 * gives those of chat in both), ids as llama.cpp and as vLLM give them.
 *
 * @throws if it is neither; one line
 */
export function readReply(answer: unknown): Reply {
  const choice = (answer as { choices?: readonly Choice[] } | null)?.choices?.[0];
  if (choice === undefined) throw new Error('the reply holds no choice; expected that of a completion');
  const { text, message, finish_reason: finish, logprobs, token_ids: ids } = choice;
  const reasoning = message?.reasoning_content ?? message?.reasoning;
  return {
    text: text ?? message?.content ?? '',
    reasoning: reasoning == null || reasoning === '' ? null : reasoning,
    stop: finish === 'length' ? 'length' : 'end',
    tokens: logprobs ? tokensOf(logprobs, ids ?? null) : null,
  };
}

function tokensOf(
  logprobs: NonNullable<Choice['logprobs']>,
  ids: readonly number[] | null,
): ReplyToken[] | null {
  if ('tokens' in logprobs) {
    return logprobs.tokens.map((token, i) => ({
      ...{ id: ids?.[i] ?? idOf(token), bytes: bytesOf(token) },
      logProb: Math.min(0, logprobs.token_logprobs[i] ?? Number.NEGATIVE_INFINITY),
      listed: Object.entries(logprobs.top_logprobs?.[i] ?? {}).map(([text, logProb]) => ({
        ...{ id: idOf(text), text, logProb: Math.min(0, logProb) },
      })),
    }));
  }
  const content = 'content' in logprobs ? logprobs.content : null;
  if (!content) return null;
  return content.map(({ id, token, bytes, logprob, top_logprobs = [] }, i) => ({
    ...{ id: id ?? ids?.[i] ?? idOf(token), bytes: bytes ? Uint8Array.from(bytes) : bytesOf(token) },
    logProb: Math.min(0, logprob),
    listed: top_logprobs.map((one) => ({
      ...{ id: one.id ?? idOf(one.token), text: one.token, logProb: Math.min(0, one.logprob) },
    })),
  }));
}

/** vLLM writes tokens as `token_id:1234` if it is asked to. */
function idOf(token: string): number | null {
  const [, digits] = /^token_id:(\d+)$/.exec(token) ?? [];
  return digits === undefined ? null : Number(digits);
}

function bytesOf(token: string): Uint8Array {
  return new TextEncoder().encode(token);
}
