import type { Connection } from '../connection.ts';
import { EndpointError } from '../endpointError.ts';
import { type Reply, readReply } from '../reply.ts';

/** What came of a request: an answer, or a refusal in the server's own words. */
export type Outcome<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly status: number; readonly said: string };

/** A completion, and the answer that it stands in. */
export interface Completed {
  readonly reply: Reply;
  readonly json: {
    readonly choices: readonly Readonly<Record<string, unknown>>[];
    readonly system_fingerprint?: string;
    readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number };
  };
}

/** Beginnings of texts that a model goes on from, in more than one way. */
export type Prompts = readonly [string, string, string];

const ENGLISH: Prompts = [
  'A coin shows heads. Ann flips it. It shows',
  'The capital of France is the city of',
  'One, two, three, four,',
];

/** Asks a server, a refusal being an answer. */
export interface Asker {
  readonly model: string;
  readonly prompts: Prompts;
  get(path: `/${string}`): Promise<Outcome<unknown>>;
  post(path: `/${string}`, body: object): Promise<Outcome<unknown>>;
  /** `/v1/completions`: the most probable token each time, one of them, unless it is told otherwise. */
  complete(body: object): Promise<Outcome<Completed>>;
  /** `/v1/chat/completions`, likewise. */
  chat(body: object): Promise<Outcome<Completed>>;
}

/** @param model asked for; a request may ask for another */
export function asker(
  connection: Connection,
  model: string,
  prompts: Prompts = ENGLISH,
  signal?: AbortSignal,
): Asker {
  const outcome = async <Answer>(ask: () => Promise<Answer>): Promise<Outcome<Answer>> => {
    try {
      return { ok: true, answer: await connection.inTurn(ask, signal) };
    } catch (error) {
      if (!(error instanceof EndpointError) || error.status === null) throw error;
      return { ok: false, status: error.status, said: `${error.status} ${JSON.stringify(error.said)}` };
    }
  };
  const completed = (path: `/${string}`, defaults: object) => (body: object) =>
    outcome(async () => {
      const json = await connection.post(path, { model, temperature: 0, ...defaults, ...body }, signal);
      return { json: json as Completed['json'], reply: readReply(json) };
    });
  return {
    model,
    prompts,
    get: (path) => outcome(() => connection.get(path, signal)),
    post: (path, body) => outcome(() => connection.post(path, body, signal)),
    complete: completed('/v1/completions', { max_tokens: 1 }),
    chat: completed('/v1/chat/completions', {}),
  };
}
