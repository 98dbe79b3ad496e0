import { asNumber, asRecords, asText, type Draft, draftOf, isRecord, type SourceRecord } from '../draft.ts';
import { RecordError } from '../importError.ts';
import { promptText, turnsOf } from '../messages.ts';
import { draftOfEach } from './each.ts';
import type { Kind } from './format.ts';

/** What an episode was made for: evaluations, by themselves or within training, are validation. */
export function kindOfEpisode({ run }: SourceRecord): Kind {
  const { type, work } = isRecord(run) ? run : {};
  return type === 'eval' || (isRecord(work) && work.type === 'eval') ? 'validation' : 'train';
}

/** The step of training at which an episode was begun; null if it is of none. */
export function stepOfEpisode({ run }: SourceRecord): number | null {
  return isRecord(run) && isRecord(run.work) ? (asNumber(run.work.step) ?? null) : null;
}

/** The rollouts of an episode of verifiers: one for each trace. @throws {RecordError} if it has none */
export function episodeDrafts(episode: SourceRecord, step: number | null): (Draft | RecordError)[] {
  const traces = asRecords(episode.traces);
  if (!traces?.length) throw new RecordError('field traces: expected a list of traces, one at least');
  return draftOfEach(traces, (trace) => ({ ...traceDraft(trace, episode), step }));
}

function traceDraft(trace: SourceRecord, episode: SourceRecord): Draft {
  const all = asRecords(trace.nodes) ?? [];
  const nodes = lastPath(all);
  const first = nodes.findIndex(({ sampled }) => sampled === true);
  if (first < 0) throw new RecordError('field nodes: expected a message that was sampled');
  const sampled = nodes.filter((node) => node.sampled === true);
  const { turns, thought } = turnsOf(sampled.map(messageOf));
  const draft = draftOf(promptText(nodes.slice(0, first).map(messageOf), 'nodes'), turns);
  draft.thought = thought;
  const task = isRecord(trace.task) ? trace.task : isRecord(episode.task) ? episode.task : {};
  const data = isRecord(task.data) ? task.data : {};
  draft.problem = asText(task.key ?? task.hash ?? data.idx ?? data.name);
  draft.group = asText(isRecord(episode.env) ? (episode.env.id ?? episode.env.name) : null);
  draft.label = asText(data.answer ?? data.ground_truth ?? data.target);
  for (const [name, reward] of Object.entries(isRecord(trace.rewards) ? trace.rewards : {})) {
    const value = weighted(reward);
    if (value !== null) draft.parts[name] = value;
  }
  draft.isSummed = true;
  const { advantage } = isRecord(trace.info) ? trace.info : {};
  draft.advantage = asNumber(advantage) ?? sameAdvantage(sampled);
  const calls = callsOf(trace, sampled);
  draft.stop = stopOf(trace, calls);
  draft.tokens = tokensWritten(sampled, calls);
  Object.assign(draft, tokensOf(sampled));
  const agent = isRecord(trace.agent) ? trace.agent : {};
  draft.extra = {
    ...(isRecord(trace.metrics) ? trace.metrics : {}),
    agent: agent.name,
    ...(agent.trainable === false && { trainable: false }),
    // A list: it is counted as left out.
    ...(nodes.length < all.length && {
      'nodes of other branches': all.filter((node) => !nodes.includes(node)),
    }),
  };
  return draft;
}

/** The messages from the first to the last that was written, of a tree in which each names the one before. */
function lastPath(nodes: readonly SourceRecord[]): readonly SourceRecord[] {
  const path: SourceRecord[] = [];
  let at: number | null | undefined = nodes.length - 1;
  while (typeof at === 'number' && at >= 0 && at < nodes.length && path.length < nodes.length) {
    const node: SourceRecord = nodes[at]!;
    path.unshift(node);
    at = asNumber(node.parent);
  }
  return path;
}

function messageOf({ message }: SourceRecord): SourceRecord {
  return isRecord(message) ? message : {};
}

function weighted(reward: unknown): number | null {
  if (!isRecord(reward)) return asNumber(reward) ?? null;
  const score = asNumber(reward.score);
  return typeof score === 'number' ? score * (asNumber(reward.weight) ?? 1) : null;
}

/** The advantage of all tokens that were sampled; null if they have several. */
function sameAdvantage(nodes: readonly SourceRecord[]): number | null {
  const all = new Set(nodes.flatMap(({ advantages }) => (Array.isArray(advantages) ? advantages : [])));
  const [only] = all;
  return all.size === 1 ? (asNumber(only) ?? null) : null;
}

/** The tokens that were sampled, with their log-probabilities where each has one. */
function tokensOf(nodes: readonly SourceRecord[]): Pick<Draft, 'ids' | 'logProbs'> {
  const ids: number[] = [];
  const logProbs: number[] = [];
  for (const { token_ids: tokens, mask, logprobs } of nodes) {
    if (!Array.isArray(tokens) || !Array.isArray(mask)) continue;
    for (const [i, id] of tokens.entries()) if (mask[i] === true) ids.push(id as number);
    for (const value of Array.isArray(logprobs) ? logprobs : []) logProbs.push(value as number);
  }
  if (ids.length === 0) return { ids: null, logProbs: null };
  return { ids, logProbs: logProbs.length === ids.length ? logProbs : null };
}

/** The calls that gave the messages that were sampled, in order. */
function callsOf(trace: SourceRecord, sampled: readonly SourceRecord[]): readonly SourceRecord[] {
  const nodes = asRecords(trace.nodes) ?? [];
  return (asRecords(trace.calls) ?? []).filter(
    ({ node }) => typeof node === 'number' && nodes[node] !== undefined && sampled.includes(nodes[node]),
  );
}

/** Why the last message ends; what stopped the trace, where that is more than that its agent was done. */
function stopOf(trace: SourceRecord, calls: readonly SourceRecord[]): string | null {
  const finish = asText(calls.at(-1)?.finish_reason);
  const condition = asText(trace.stop_condition);
  if (finish === 'length' || condition === null || condition === 'agent_completed')
    return finish ?? condition;
  return condition;
}

/** Tokens that the calls count; null where one of the messages has no count. */
function tokensWritten(sampled: readonly SourceRecord[], calls: readonly SourceRecord[]): number | null {
  const counts = calls.map(({ usage }) => (isRecord(usage) ? asNumber(usage.completion_tokens) : null));
  if (counts.length !== sampled.length || !counts.every((count) => typeof count === 'number')) return null;
  return counts.reduce((sum, count) => sum + count, 0);
}
