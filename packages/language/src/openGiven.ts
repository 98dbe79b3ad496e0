import { basename } from 'node:path';
import type { Context, Policy, Written } from '@vestige/policy';
import { EndpointError } from './endpoint/endpointError.ts';
import { openEndpoint } from './endpoint/openEndpoint.ts';
import type { Prompts } from './endpoint/probe/asker.ts';
import { probeEndpoint } from './endpoint/probe/probeEndpoint.ts';
import { serverTemplate } from './endpoint/serverTemplate.ts';
import { chatFormat } from './format/chatFormat.ts';
import { FormatError } from './format/formatError.ts';
import { type TextFormat, textOf } from './format/textFormat.ts';
import { formatOptions, pathIn } from './formatOptions.ts';
import { openGguf } from './gguf/openGguf.ts';
import { ContextError } from './gguf/tokenReader.ts';
import { jsonDigest } from './jsonDigest.ts';
import type { GivenCheckpoint, LanguageOptions } from './options.ts';
import { paraphraseWith } from './paraphraseWith.ts';

/** Statuses of HTTP with which a server refuses a text: bad request, too large, that cannot be processed. */
const REFUSALS: readonly number[] = [400, 413, 422];

/** A policy that was trained elsewhere, as an experiment file names it; it has to be disposed. */
export interface OpenPolicy extends AsyncDisposable {
  readonly policy: Policy;
  readonly kind: 'gguf' | 'endpoint';
  /** What it is called: the name of its file, or what its server calls it. */
  readonly name: string;
  /** All that its answers depend on, as far as it can be known, as JSON; of a server, when it was asked, too. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Digest of all that its answers depend on: the policy's key in a journal. */
  readonly identity: string;
  /** Tokens read and written so far. */
  tokens(): number;
  /** Takes in what it wrote in an earlier process, so that its tokens are known. */
  remember(context: Context, written: Written): Promise<void>;
}

/** How the files and servers of an experiment are opened. */
export interface OpeningOptions {
  readonly language: LanguageOptions;
  /** Folder where paths start. */
  readonly directory: string;
  /**
   * How a policy that reads certain words only is asked, and questions to probe its server with; by its chat template, the
   * field `language` and in English if absent.
   */
  readonly words?: { readonly format: TextFormat; readonly questions: readonly [string, string, string] };
}

/**
 * Opens a policy that was trained elsewhere.
 *
 * @throws {GgufError} if its file cannot be used
 * @throws {EndpointError} if its server cannot be asked
 * @throws {FormatError} if it cannot be asked so
 * @throws what `signal` was aborted with
 */
export function openGiven(
  { gguf, endpoint }: GivenCheckpoint,
  options: OpeningOptions,
  signal?: AbortSignal,
): Promise<OpenPolicy> {
  return gguf === undefined ? openServer(endpoint!, options, signal) : openFile(gguf, options);
}

async function openFile(gguf: string, { language, directory, words }: OpeningOptions): Promise<OpenPolicy> {
  const { threads, cache, contextSize, gpu, mass, samples, answerTokens, temperature } = language;
  const policy = await openGguf(pathIn(directory, gguf), {
    ...{ threads, cache, mass, gpu: gpu ? ('auto' as const) : false },
    ...(contextSize !== undefined && { contextSize }),
    sampling: { samples, maxTokens: answerTokens },
    format: words?.format ?? formatOptions(language, directory),
  });
  const details = { ...(await policy.identity()), temperature };
  const reworded: Policy['paraphrase'] = (texts, stream, one) => paraphraseWith(policy, texts, stream, one);
  return {
    policy: as(policy, temperature, words === undefined ? reworded : undefined),
    kind: 'gguf',
    name: basename(gguf),
    details,
    identity: jsonDigest(details),
    tokens: () => policy.evaluated,
    remember: async (context, written) => policy.remember(context, written),
    [Symbol.asyncDispose]: () => policy[Symbol.asyncDispose](),
  };
}

async function openServer(
  { url, model, key }: NonNullable<GivenCheckpoint['endpoint']>,
  { language, directory, words }: OpeningOptions,
  signal: AbortSignal | undefined,
): Promise<OpenPolicy> {
  const { concurrency, timeout, retries, samples, answerTokens, temperature } = language;
  const reached = { url, model, keyVariable: key, concurrency, timeout: 1000 * timeout, retries };
  const prompts = words && { prompts: textsBefore(words) };
  const probe = await probeEndpoint({ ...reached, ...prompts }, signal);
  const options = formatOptions(language, directory);
  const asked =
    words?.format ??
    (await chatFormat(await serverTemplate(probe, reached, options.template, signal), options));
  const { chat } = asked;
  if (probe.capabilities?.route === 'chat' && chat === undefined) {
    throw new FormatError(`${probe.url}: takes messages only, and policies of words read none`);
  }
  const policy = await openEndpoint(
    { ...reached, format: asked, ...(chat && { chat }), proved: probe, samples, answerTokens },
    signal,
  );
  const { fingerprint, capabilities, findings } = probe;
  const { identity, usage } = policy;
  return {
    policy: as(policy, temperature, undefined),
    kind: 'endpoint',
    name: model,
    details: {
      ...{ url: probe.url, date: new Date().toISOString().slice(0, 10), fingerprint, capabilities },
      ...{ findings, format: asked.description, temperature },
    },
    identity: jsonDigest([identity, temperature]),
    tokens: () => usage.promptTokens + usage.completionTokens,
    remember: (context, written) => policy.remember(context, written),
    [Symbol.asyncDispose]: () => policy[Symbol.asyncDispose](),
  };
}

/** Texts that a policy of words goes on from. */
function textsBefore({ format, questions }: NonNullable<OpeningOptions['words']>): Prompts {
  const text = (question: string) => textOf(format.thinking(question));
  const [first, second, third] = questions;
  return [text(first), text(second), text(third)];
}

/** The policy that a model is at a temperature of sampling, and how it says a text in other words. */
function as(policy: Policy, temperature: number, paraphrase: Policy['paraphrase']): Policy {
  const { id, can, block, answers } = policy;
  return {
    id,
    can: paraphrase ? new Set([...can, 'paraphrase' as const]) : can,
    ...(block !== undefined && { block }),
    write: (contexts, writing, ...rest) =>
      aboutQuestion(contexts, () =>
        policy.write(contexts, { ...writing, temperature: temperature * writing.temperature }, ...rest),
      ),
    answers: (questions, ...rest) =>
      aboutQuestion(
        questions.map(({ context }) => context),
        () => answers.call(policy, questions, ...rest),
      ),
    ...(paraphrase && { paraphrase }),
  };
}

/** Most characters of a question that are quoted. */
const QUOTED = 60;

/** Asks, and says of which question where it has no room, or is refused. */
async function aboutQuestion<Answer>(
  contexts: readonly Context[],
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (contexts.length !== 1) throw error;
    const { question } = contexts[0]!;
    const quoted = question.length > QUOTED ? `${question.slice(0, QUOTED)}\u2026` : question;
    const about = (message: string) => `question ${JSON.stringify(quoted)}: ${message}`;
    if (error instanceof ContextError) throw new ContextError(about(error.message));
    if (!(error instanceof EndpointError) || !REFUSALS.includes(error.status ?? 0)) throw error;
    throw new EndpointError(about(error.message), error.status, error.said);
  }
}
