import {
  type AnswerDistribution,
  type Capability,
  CapabilityError,
  type Context,
  type Policy,
  type Question,
  requireCapability,
  type Written,
} from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { type ChatFormat, PLAIN_CHAT } from '../format/chatMessages.ts';
import type { TextFormat } from '../format/textFormat.ts';
import { jsonDigest } from '../jsonDigest.ts';
import { together } from '../together.ts';
import { chatRoute } from './chatRoute.ts';
import { completionsRoute } from './completionsRoute.ts';
import { connect, type Usage } from './connection.ts';
import { countAnswers } from './countAnswers.ts';
import { EndpointError } from './endpointError.ts';
import { type EndpointProbe, type ProbeOptions, probeEndpoint } from './probe/probeEndpoint.ts';

/** A policy that a server runs; disposing of it ends what is still asked. */
export interface EndpointPolicy extends Policy, AsyncDisposable {
  /** Digest of all that decides what it writes, wherever the server is: the key of a journal. */
  readonly identity: string;
  /** What was asked of the server so far. */
  readonly usage: Readonly<Usage>;
  /**
   * Takes in what it wrote in an earlier process, so that its tokens are known. Journals call it with what they hold.
   */
  remember(context: Context, written: Written): Promise<void>;
}

export interface EndpointOptions extends ProbeOptions {
  readonly format: TextFormat;
  /** How questions are put where the server renders messages itself; as they are if absent. */
  readonly chat?: ChatFormat;
  /** What the server has proved before; it is probed if absent. */
  readonly proved?: Omit<EndpointProbe, 'noise'>;
  /** Draws for each question whose answers are sampled; 16 if absent. */
  readonly samples?: number;
  /** Most tokens of an answer that is sampled; 64 if absent. */
  readonly answerTokens?: number;
}

/**
 * Opens a model behind a server that speaks OpenAI's interface.
 *
 * Candidates are scored exactly where log-probabilities can be had by token id, else answers are drawn and counted. All
 * randomness of a request comes from one integer, which is drawn for its context, in order: what comes out does not
 * depend on how many requests are in flight.
 *
 * @throws {EndpointError} if it cannot be reached, or proves too little to be asked
 * @throws what `signal` was aborted with
 */
export async function openEndpoint(options: EndpointOptions, signal?: AbortSignal): Promise<EndpointPolicy> {
  const { format, chat = PLAIN_CHAT, samples = 16, answerTokens = 64, proved, ...reached } = options;
  const probe = proved ?? (await probeEndpoint(reached, signal));
  const { model, capabilities, fingerprint } = probe;
  if (model === null || capabilities === null) throw new EndpointError(`${probe.url}: ${whyNot(probe)}`);
  const connection = connect({ ...reached, model });
  const route =
    capabilities.route === 'chat'
      ? chatRoute(connection, format, chat, capabilities, answerTokens)
      : completionsRoute(connection, format, capabilities, answerTokens);
  const can = new Set<Capability>([
    ...(capabilities.route === 'completions' || capabilities.prefill ? ['prefill' as const] : []),
    ...(route.score ? ['score' as const] : []),
  ]);
  const policy = { id: model, can };
  const told = [capabilities.ids !== null, can.has('score'), samples, answerTokens];
  const closing = new AbortController();
  const expectGiven = (thought: string | null, free: string | null) => {
    if (thought !== null && thought !== free) requireCapability(policy, 'prefill');
  };
  const answer = async ({ context, candidates, canonical }: Question, seed: number, signal: AbortSignal) => {
    const { score } = route;
    if (candidates !== null && score) {
      return connection.inTurn(() => score(context, candidates, signal), signal);
    }
    const seeds = Array.from({ length: samples }, (_, i) => randomStream(seed, i).integer(2 ** 31));
    const drawn = await Promise.all(
      seeds.map((one) => connection.inTurn(() => route.draw(context, one, signal), signal)),
    );
    return countAnswers(drawn, candidates, canonical);
  };
  return {
    ...policy,
    identity: jsonDigest([
      model,
      fingerprint,
      capabilities.route,
      format.description,
      messagesOf(chat),
      ...told,
    ]),
    usage: connection.usage,
    // Enough that some are in flight while the last ones of a block end.
    block: 4 * (reached.concurrency ?? 8),
    async write(contexts, writing, stream, signal) {
      signal?.throwIfAborted();
      if (writing.forbidden !== undefined && writing.forbidden.length > 0) {
        throw new CapabilityError(policy, 'forbid');
      }
      for (const { thought } of contexts) expectGiven(thought, '');
      const seeds = contexts.map(() => stream.integer(2 ** 31));
      return together([signal, closing.signal], contexts, (context, i, both) =>
        connection.inTurn(() => route.write(context, writing, seeds[i]!, both), both),
      );
    },
    async answers(questions, stream, signal): Promise<readonly AnswerDistribution[]> {
      signal?.throwIfAborted();
      for (const { context } of questions) expectGiven(context.thought, null);
      const seeds = questions.map(() => stream.integer(2 ** 31));
      return together([signal, closing.signal], questions, (question, i, both) =>
        answer(question, seeds[i]!, both),
      );
    },
    remember: async (context, written) => route.remember?.(context, written),
    async [Symbol.asyncDispose]() {
      closing.abort(new Error(`${model} is closed`));
    },
  };
}

/** A question that no template holds. */
const QUESTION = '\u0002question\u0003';

/** What can be told of the messages without a server. */
function messagesOf(chat: ChatFormat): unknown {
  return [chat.thinking(QUESTION), chat.now(QUESTION), chat.opening];
}

/** Why a server cannot be asked: what it did not prove of what it has to. */
function whyNot({ findings }: Pick<EndpointProbe, 'findings'>): string {
  const needed = ['model', 'goes on from a text', '/v1/completions', '/v1/chat/completions'];
  const unproved = findings.filter(
    ({ capability, status }) => needed.includes(capability) && status !== 'proved',
  );
  return unproved.map(({ capability, evidence }) => `${capability}: ${evidence}`).join('; ');
}
