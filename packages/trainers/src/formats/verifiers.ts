import { asNumber, asRecords, asText, draftOf, isRecord, numberIn, type SourceRecord } from '../draft.ts';
import { promptText, writtenIn } from '../messages.ts';
import { episodeDrafts, kindOfEpisode, stepOfEpisode } from './episode.ts';
import type { Format } from './format.ts';
import { primeRl } from './primeRl.ts';

const NAME = /(?:^|\/)results\.jsonl$/;
const TRACES = /(?:^|\/)traces\.jsonl$/;
/** Counted in every environment of several turns, with weight 0. */
const TURNS = 'num_turns';
const READ = new Set([
  'token_usage',
  'example_id',
  'prompt',
  'completion',
  'answer',
  'reward',
  'metrics',
  'task',
  'stop_condition',
  'is_truncated',
  'trajectory',
  'advantage',
  'step',
]);

/**
 * `outputs/evals/{environment}--{model}/{run}/results.jsonl` of verifiers, and of later versions `traces.jsonl`, whose lines are
 * the episodes that prime-rl writes, too: of verifiers are those of an evaluation by itself.
 */
export const verifiers: Format = {
  name: 'verifiers',
  place(path) {
    if (NAME.test(path)) return { step: null, kind: 'validation' };
    return TRACES.test(path) && !primeRl.place(path) ? { step: null, kind: null } : null;
  },
  kindOf: (record) => ('traces' in record ? kindOfEpisode(record) : 'validation'),
  tells: ['example_id|traces', 'prompt|task', 'completion|env', 'reward|run'],
  accepts: ({ traces, run, completion }) =>
    traces === undefined ? completion !== undefined : isRecord(run) && run.type === 'eval',
  drafts(record) {
    if ('traces' in record) return episodeDrafts(record, stepOfEpisode(record));
    const { turns, thought } = writtenIn(record.completion, 'completion');
    const draft = draftOf(promptText(record.prompt, 'prompt'), turns);
    draft.thought = thought;
    draft.problem = asText(record.example_id);
    draft.group = typeof record.task === 'string' ? record.task : null;
    draft.label = asText(record.answer);
    draft.step = numberIn(record, 'step');
    draft.reward = numberIn(record, 'reward');
    draft.advantage = numberIn(record, 'advantage');
    draft.stop = record.is_truncated === true ? 'length' : asText(record.stop_condition);
    const metrics = isRecord(record.metrics) ? record.metrics : {};
    for (const name in metrics) {
      const value = asNumber(metrics[name]);
      if (typeof value === 'number' && name !== TURNS) draft.metrics[name] = value;
      else draft.extra[name] = metrics[name];
    }
    if (isRecord(record.token_usage)) draft.tokens = asNumber(record.token_usage.output_tokens) ?? null;
    const steps = asRecords(record.trajectory);
    if (steps?.length === 1) {
      const [step] = steps;
      draft.advantage ??= asNumber(step!.advantage) ?? null;
      Object.assign(draft, tokensOf(step!));
    } else if (steps && steps.length > 1) draft.extra.trajectory = steps;
    for (const field in record) {
      // Metrics stand a second time beside the other fields.
      if (!READ.has(field) && !Object.hasOwn(metrics, field)) draft.extra[field] = record[field];
    }
    return [draft];
  },
};

function tokensOf({ tokens }: SourceRecord) {
  if (!isRecord(tokens) || !Array.isArray(tokens.completion_ids)) return {};
  const { completion_ids: ids, completion_logprobs: logProbs } = tokens;
  const same = Array.isArray(logProbs) && logProbs.length === ids.length;
  return { ids, logProbs: same ? logProbs : null };
}
