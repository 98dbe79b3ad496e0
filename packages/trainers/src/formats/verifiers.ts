import { asNumber, asRecords, asText, draftOf, isRecord, numberIn, type SourceRecord } from '../draft.ts';
import { promptText, writtenIn } from '../messages.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)results\.jsonl$/;
const READ = new Set([
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

/** `outputs/evals/{environment}--{model}/{run}/results.jsonl` of verifiers. */
export const verifiers: Format = {
  name: 'verifiers',
  place: (path) => (NAME.test(path) ? { step: null, kind: 'validation' } : null),
  tells: ['example_id', 'prompt', 'completion', 'reward'],
  drafts(record) {
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
      if (typeof value === 'number') draft.parts[name] = value;
    }
    const steps = asRecords(record.trajectory);
    if (steps?.length === 1) {
      const [step] = steps;
      draft.advantage ??= asNumber(step!.advantage) ?? null;
      Object.assign(draft, tokensOf(step!));
    }
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
