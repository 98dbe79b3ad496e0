import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { randomStream } from '@vestige/random';
import type { ChatMessage } from '../../format/chatMessages.ts';
import { type Completion, complete } from './completion.ts';
import type { Dialect } from './dialects.ts';
import {
  bytesOf,
  EOS,
  isControl,
  type NextLogProbs,
  nextLogProbs,
  textOf,
  tokenize,
  VOCABULARY,
} from './plantedModel.ts';

export const MODEL = 'planted';

/** What goes wrong, each with its probability per request. */
export interface Faults {
  /** The connection ends before the answer. */
  readonly drop?: number;
  /** The connection ends in the middle of the answer. */
  readonly half?: number;
  /** Too many requests: 429, to be sent again at once. */
  readonly busy?: number;
  /** 500. */
  readonly broken?: number;
  /** It never answers. */
  readonly hang?: number;
}

export interface TestServerOptions {
  readonly dialect: Dialect;
  readonly faults?: Faults;
  /** Key that it asks for; none if absent. */
  readonly key?: string;
  /** Tokens that a prompt with its completion may have; 2048 if absent. */
  readonly context?: number;
  /** Milliseconds before an answer; 0 if absent. */
  readonly delay?: number;
  /** Whether a prompt that is too long is cut in silence. */
  readonly cuts?: boolean;
  /** Whether seeds are ignored. */
  readonly unseeded?: boolean;
  /** Factor of the temperature that is asked for; 1 if absent. */
  readonly warmer?: number;
  /** Nats by which log-probabilities differ from request to request; 0 if absent. */
  readonly noise?: number;
  /** Whether another model answers: one that comes to the opposite. */
  readonly changed?: boolean;
  readonly port?: number;
  /** Who answers; the planted model if absent. */
  readonly model?: NextLogProbs;
}

/** A server of the planted model; it has to be disposed. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Bodies of the requests that were answered to their end, each with how often. */
  readonly answered: ReadonlyMap<string, number>;
  /** Most requests that were in flight at once. */
  readonly most: number;
  /** Requests in flight now. */
  readonly inFlight: number;
}

/** An answer that is no completion. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Body {
  readonly model?: string;
  readonly prompt?: string | readonly number[];
  readonly content?: string;
  readonly tokens?: readonly number[];
  readonly parse_special?: boolean;
  readonly messages?: readonly ChatMessage[];
  readonly continue_final_message?: boolean;
  readonly add_generation_prompt?: boolean;
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly logprobs?: number | boolean;
  readonly logit_bias?: Readonly<Record<string, number>>;
  readonly return_token_ids?: boolean;
  readonly return_tokens_as_token_ids?: boolean;
  readonly skip_special_tokens?: boolean;

  readonly echo?: boolean;
  readonly prompt_logprobs?: number;
  readonly top_k?: number;
}

/** Starts a server on this machine that speaks a dialect, with faults if wanted. */
export async function testServer(options: TestServerOptions): Promise<TestServer> {
  const { faults = {}, delay = 0 } = options;
  const answered = new Map<string, number>();
  const luck = randomStream(0, 'faults');
  const sockets = new Set<Socket>();
  let [inFlight, most] = [0, 0];
  const server = createServer(async (request, response) => {
    inFlight++;
    most = Math.max(most, inFlight);
    response.on('close', () => inFlight--);
    const text = await bodyOf(request);
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const fault = faultAt(luck.uniform(), faults);
    if (fault === 'drop') return request.socket.destroy();
    if (fault === 'busy') return send(response, 429, { error: { message: 'later' } }, { 'retry-after': '0' });
    if (fault === 'broken') return send(response, 500, { error: { message: 'broken' } });
    if (fault === 'hang') return;
    const [status, answer] = answerOf(request, text, options);
    if (fault === 'half') {
      const whole = JSON.stringify(answer);
      response.writeHead(status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(whole),
      });
      return response.write(whole.slice(0, whole.length / 2), () => request.socket.destroy());
    }
    if (status === 200) answered.set(text, (answered.get(text) ?? 0) + 1);
    send(response, status, answer);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, port, answered },
    get most() {
      return most;
    },
    get inFlight() {
      return inFlight;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The fault that a number in [0, 1) stands for; none if it is above all their probabilities. */
function faultAt(uniform: number, faults: Faults): keyof Faults | undefined {
  let below = 0;
  for (const fault of ['drop', 'half', 'busy', 'broken', 'hang'] as const) {
    below += faults[fault] ?? 0;
    if (uniform < below) return fault;
  }
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function send(response: ServerResponse, status: number, answer: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(answer));
}

function answerOf(
  request: IncomingMessage,
  text: string,
  options: TestServerOptions,
): readonly [number, object] {
  try {
    const { key } = options;
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      throw new Refusal(401, `Incorrect API key provided: ${request.headers.authorization?.slice(7)}`);
    }
    const body = text === '' ? {} : (JSON.parse(text) as Body);
    return [200, route(request.url!, body, options)];
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500;
    return [status, { error: { message: (error as Error).message, code: status } }];
  }
}

function route(url: string, body: Body, options: TestServerOptions): object {
  const { dialect } = options;
  const llama = dialect === 'llama.cpp';
  const chat = dialect.startsWith('chat');
  if (url === '/v1/models') {
    const length = dialect === 'vllm' ? { max_model_len: options.context ?? 2048 } : {};
    return { object: 'list', data: [{ id: MODEL, object: 'model', ...length }] };
  }
  if (url === '/props' && llama) {
    const told = { model_path: '/models/planted.gguf', model_ftype: 'F32', build_info: 'b1' };
    return { ...told, default_generation_settings: { n_ctx: options.context ?? 2048 } };
  }
  // llama.cpp serves the model it has, whatever it is called.
  if (!llama && body.model !== undefined && body.model !== MODEL) {
    throw new Refusal(404, `The model \`${body.model}\` does not exist.`);
  }
  if (url === '/tokenize' && llama) return { tokens: tokenize(body.content!, body.parse_special ?? true) };
  if (url === '/detokenize' && llama) return { content: textOf(body.tokens!, true) };
  if (url === '/tokenize' && dialect === 'vllm') {
    const tokens = tokenize(body.prompt as string, true);
    return { tokens, count: tokens.length, max_model_len: options.context ?? 2048 };
  }
  if (url === '/detokenize' && dialect === 'vllm') return { prompt: textOf(body.tokens!, true) };
  if (url === '/v1/completions' && !chat) return completions(body, options);
  if (url === '/v1/chat/completions') return chats(body, options);
  throw new Refusal(404, 'Not Found');
}

function written(prompt: readonly number[], body: Body, options: TestServerOptions): Completion {
  const {
    context = 2048,
    dialect,
    cuts = false,
    unseeded = false,
    warmer = 1,
    noise = 0,
    changed = false,
  } = options;
  if (!['llama.cpp', 'vllm'].includes(dialect) && body.top_k !== undefined) {
    throw new Refusal(400, 'Unrecognized request argument supplied: top_k');
  }
  const maxTokens = body.max_tokens ?? 16;
  const over = prompt.length + (dialect === 'llama.cpp' ? 0 : maxTokens) - context;
  if (over > 0 && !cuts) {
    throw new Refusal(
      400,
      `request (${prompt.length} tokens) exceeds the available context size (${context} tokens)`,
    );
  }
  return complete(options.model ?? nextLogProbs, {
    ...{ prompt, maxTokens },
    ...{
      temperature: body.top_k === 1 ? 0 : warmer * (body.temperature ?? 1),
      seed: unseeded ? null : (body.seed ?? null),
    },
    ...{ stop: body.stop ?? [], bias: body.logit_bias ?? {}, noise, changed },
    control: dialect !== 'llama.cpp' && body.skip_special_tokens !== true,
  });
}

function completions(body: Body, options: TestServerOptions): object {
  const { dialect } = options;
  if (typeof body.prompt !== 'string' && dialect === 'text')
    throw new Refusal(400, 'prompt: expected a string');
  const given = typeof body.prompt === 'string' ? tokenize(body.prompt, true) : body.prompt!;
  const prompt = options.cuts ? given.slice(-(options.context ?? 2048)) : given;
  if (prompt.some((id) => !Number.isInteger(id) || id < 0 || id >= VOCABULARY)) {
    throw new Refusal(400, 'Prompt contains invalid tokens');
  }
  const listed = Number(body.logprobs ?? 0);
  const most = { 'llama.cpp': VOCABULARY, vllm: 20, text: 5 }[dialect as string]!;
  if (listed > most) {
    throw new Refusal(
      400,
      `Requested sample logprobs of ${listed}, which is greater than max allowed: ${most}`,
    );
  }
  const echo = body.echo === true && dialect !== 'llama.cpp';
  const more = written(prompt, body, options);
  const completion = echo ? echoed(options.model ?? nextLogProbs, prompt, more) : more;
  const { ids, text, finish } = completion;
  const shape = dialect === 'llama.cpp' ? contentLogProbs : legacyLogProbs;
  return {
    object: 'text_completion',
    model: MODEL,
    system_fingerprint: 'planted-1',
    choices: [
      {
        ...{ index: 0, text, finish_reason: finish },
        logprobs: listed > 0 ? shape(completion, listed, body) : null,
        ...(body.prompt_logprobs && dialect === 'vllm' && { prompt_logprobs: prompt.map(() => ({})) }),
        ...(body.return_token_ids && dialect === 'vllm' && { token_ids: ids, prompt_token_ids: prompt }),
      },
    ],
    usage: { prompt_tokens: prompt.length, completion_tokens: more.ids.length },
  };
}

/** A completion with its prompt before it. */
function echoed(
  model: NextLogProbs,
  prompt: readonly number[],
  { ids, logProbs, text, finish }: Completion,
): Completion {
  const before = prompt.map((_, i) => model(prompt.slice(0, i)));
  return {
    ids: [...prompt, ...ids],
    logProbs: [...before, ...logProbs],
    text: textOf(prompt, true) + text,
    finish,
  };
}

/** llama.cpp's: those of chat, with ids and bytes; control words have no bytes. */
function contentLogProbs({ ids, logProbs }: Completion, listed: number): object {
  const token = (id: number, logprob: number) => ({
    ...{ id, token: isControl(id) ? '' : textOf([id], true), logprob },
    bytes: isControl(id) ? [] : [...bytesOf(id)],
  });
  return {
    content: ids.map((id, i) => ({
      ...token(id, logProbs[i]![id]!),
      top_logprobs: ranked(logProbs[i]!, listed).map((one) => token(one, logProbs[i]![one]!)),
    })),
  };
}

/** That of OpenAI's older interface, which vLLM keeps. */
function legacyLogProbs({ ids, logProbs }: Completion, listed: number, body: Body): object {
  const name = (id: number) => (body.return_tokens_as_token_ids ? `token_id:${id}` : textOf([id], true));
  return {
    tokens: ids.map(name),
    token_logprobs: ids.map((id, i) => logProbs[i]![id]!),
    top_logprobs: ids.map((_, i) =>
      Object.fromEntries(ranked(logProbs[i]!, listed).map((one) => [name(one), logProbs[i]![one]!])),
    ),
  };
}

function ranked(logProbs: Float64Array, listed: number): number[] {
  return [...logProbs.keys()].toSorted((a, b) => logProbs[b]! - logProbs[a]!).slice(0, listed);
}

function chats(body: Body, options: TestServerOptions): object {
  const { dialect } = options;
  const messages = body.messages!;
  const last = messages.at(-1)!;
  if (body.continue_final_message !== undefined && dialect === 'chat, repeated') {
    throw new Refusal(400, 'Unrecognized request argument supplied: continue_final_message');
  }
  if (body.continue_final_message && body.add_generation_prompt !== false) {
    throw new Refusal(400, 'Cannot set both add_generation_prompt and continue_final_message to true.');
  }
  const continues =
    last.role === 'assistant' &&
    (dialect === 'chat, continued' ? body.continue_final_message === true : dialect === 'chat, repeated');
  const begun = continues ? last.content : '';
  const { content } = messages.findLast(({ role }) => role === 'user')!;
  const now = content.endsWith(' now');
  const asked = now ? content.slice(0, -' now'.length) : content;
  const rendered = `<bos> ${asked}${now ? ' <now>' : ' <think>'}${begun}`;
  const prompt = tokenize(rendered, true);
  const { ids, text, finish } = written(prompt, body, options);
  const [thought, answer] = text.split(' </think>') as [string, string?];
  const split = dialect === 'chat, split' && !now;
  return {
    object: 'chat.completion',
    model: MODEL,
    choices: [
      {
        ...{ index: 0, finish_reason: finish },
        message: {
          role: 'assistant',
          ...(split && { reasoning_content: thought, content: answer ?? null }),
          ...(!split && { content: (dialect === 'chat, repeated' ? begun : '') + text }),
        },
      },
    ],
    usage: { prompt_tokens: prompt.length, completion_tokens: ids.filter((id) => id !== EOS).length },
  };
}
