import type { EndpointCapabilities } from '../capabilities.ts';
import { type ConnectionOptions, connect } from '../connection.ts';
import { samplingOf } from '../sampling.ts';
import { type Asker, asker, type Prompts } from './asker.ts';
import { probeChat } from './chat.ts';
import { probeCompletions, probeContinuing, probeEcho, probePromptLogProbs } from './completions.ts';
import { probeContext } from './contextLength.ts';
import { about, type EndpointFinding } from './finding.ts';
import { contextOf, fingerprintOf, probeIdentity } from './identity.ts';
import { probeDraws, probeForced, probeListed } from './logProbs.ts';
import { findModel, modelsOf, probeNames } from './models.ts';
import { type Noise, probeRepeats } from './repeats.ts';
import {
  probeLength,
  probeSamplers,
  probeSeed,
  probeStop,
  probeUsage,
  replying,
  writingOn,
} from './sampling.ts';
import { probeIds } from './tokenIds.ts';

/** What a server was found to do. */
export interface EndpointProbe {
  readonly url: string;
  /** Null if none was found. */
  readonly model: string | null;
  readonly findings: readonly EndpointFinding[];
  /** What of it can be used; null if it cannot be asked at all. */
  readonly capabilities: EndpointCapabilities | null;
  /** Tells the model from another of its name; null if there are no log-probabilities. */
  readonly fingerprint: string | null;
  /** Null if there are no log-probabilities. */
  readonly noise: Noise | null;
}

export interface ProbeOptions extends Omit<ConnectionOptions, 'model'> {
  /** The only one that the server has, if absent. */
  readonly model?: string;
  /** Beginnings of texts that the model reads and goes on from; English if absent. */
  readonly prompts?: Prompts;
}

/**
 * Has a server prove what it can, by some 150 short requests whose answers are known: servers ignore in silence what they
 * do not know.
 *
 * @throws {EndpointError} if it cannot be reached, or does not take the key
 * @throws what `signal` was aborted with
 */
export async function probeEndpoint(options: ProbeOptions, signal?: AbortSignal): Promise<EndpointProbe> {
  const { model: wanted, prompts, ...reached } = options;
  const connection = connect({ retries: 3, ...reached, model: wanted ?? '' });
  const { url } = connection.sent;
  const before = asker(connection, '', prompts, signal);
  const listed = await before.get('/v1/models');
  if (!listed.ok && (listed.status === 401 || listed.status === 403)) {
    await connection.get('/v1/models', signal);
  }
  const models = modelsOf(listed);
  const { proved } = about('reachable');
  const reachable = proved(listed.ok ? `models listed: ${models.length}` : `/v1/models: ${listed.said}`);
  const { model, finding } = findModel(models, wanted);
  const none = { url, model: null, capabilities: null, fingerprint: null, noise: null };
  if (model === null) return { ...none, findings: [reachable, finding] };
  const ask = asker(connection, model, prompts, signal);
  const completions = await probeCompletions(ask);
  const described = models.find(({ id }) => id === model);
  const text = completions.status === 'proved' ? await probeText(ask, described) : null;
  const chat = await probeChat(ask);
  const first = [
    reachable,
    finding,
    ...(text || chat.there ? [await probeNames(ask, text ? 'complete' : 'chat')] : []),
  ];
  const findings = [...first, completions, ...(text?.findings ?? []), ...chat.findings];
  if (text?.capabilities) return { ...none, ...text, model, findings };
  if (!chat.there) return { ...none, model, findings };
  const replies = await probeReplies(ask, chat);
  return { ...none, ...replies, model, findings: [...findings, ...replies.findings] };
}

/** What is found of a route. */
type Found = Pick<EndpointProbe, 'findings' | 'capabilities'>;

/** Probes `/v1/completions`, which is there. */
async function probeText(
  ask: Asker,
  model: Parameters<typeof contextOf>[1],
): Promise<Found & Pick<EndpointProbe, 'fingerprint' | 'noise'>> {
  const write = writingOn(ask);
  const continues = await probeContinuing(ask);
  const seed = await probeSeed(write);
  const samplers = await probeSamplers(write);
  const { listed, finding: logprobs } = await probeListed(ask);
  const { ids, finding: tokenIds } = await probeIds(ask);
  const [bias, forced] = await probeForced(ask, ids);
  const capabilities: EndpointCapabilities = {
    route: 'completions',
    ...{ ids, listed, forced: forced.status === 'proved', prefill: null },
    samplers: samplers.status !== 'refused',
    seed: seed.status !== 'refused',
    limit: 'max_tokens',
  };
  const { noise, finding: repeats } = await probeRepeats(ask, listed);
  const properties = await ask.get('/props');
  const fingerprint = await fingerprintOf(ask);
  const one = await ask.complete({ prompt: ask.prompts[0] });
  const named = one.ok ? one.answer.json.system_fingerprint : undefined;
  const findings = [
    ...[continues, await probeLength(write), await probeStop(write), seed, samplers],
    ...[logprobs, await probeDraws(ask, (drawn) => samplingOf(capabilities, 1, drawn)), bias, forced],
    ...[tokenIds, await probeEcho(ask), await probePromptLogProbs(ask), repeats],
    ...[await probeContext(ask, contextOf(properties, model)), await probeUsage(write)],
    probeIdentity(properties, named, fingerprint),
  ];
  return { findings, capabilities: continues.status === 'proved' ? capabilities : null, fingerprint, noise };
}

/** Probes `/v1/chat/completions`, which is there, where nothing else can be asked. */
async function probeReplies(
  ask: Asker,
  { limit, prefill }: Awaited<ReturnType<typeof probeChat>>,
): Promise<Found> {
  const write = replying(ask, limit);
  const seed = await probeSeed(write);
  const samplers = await probeSamplers(write);
  const capabilities: EndpointCapabilities = {
    route: 'chat',
    ...{ ids: null, listed: 0, forced: false, prefill, limit },
    samplers: samplers.status !== 'refused',
    seed: seed.status !== 'refused',
  };
  return {
    findings: [await probeLength(write), await probeStop(write), seed, samplers, await probeUsage(write)],
    capabilities,
  };
}
