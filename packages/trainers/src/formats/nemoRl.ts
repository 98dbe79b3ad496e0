import { asNumber, asText, type Draft, draftOf, isRecord, type SourceRecord } from '../draft.ts';
import { RecordError } from '../importError.ts';
import { messagesIn, promptText, roleOf, turnsOf } from '../messages.ts';
import { draftOfEach } from './each.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)(train|val)_data_step(\d+)\.jsonl$/;
const READ = new Set([
  'content',
  'rewards',
  'token_ids',
  'token_loss_mask',
  'advantages',
  'generation_logprobs',
  'agent_ref',
]);

/** `train_data_step{step}.jsonl` and `val_data_step{step}.jsonl` of NeMo-RL: lists, one rollout an item. */
export const nemoRl: Format = {
  name: 'nemo-rl',
  place(path) {
    const [, kind, step] = NAME.exec(path) ?? [];
    return step === undefined ? null : { step: Number(step), kind: kind === 'val' ? 'validation' : 'train' };
  },
  tells: ['content', 'rewards'],
  drafts(record) {
    const { content } = record;
    if (!Array.isArray(content) || content.length === 0)
      throw new RecordError('field content: expected a list of rollouts, one at least');
    return draftOfEach(content, (item, i) => itemDraft(item, at(record, i)));
  },
};

/** What each field holds of one rollout. */
function at(record: SourceRecord, i: number): SourceRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, Array.isArray(value) ? value[i] : value]),
  );
}

function itemDraft(content: unknown, fields: SourceRecord): Draft {
  const draft = typeof content === 'string' ? draftOf('', [content]) : conversation(content);
  draft.reward = asNumber(fields.rewards) ?? null;
  const agent = fields.agent_ref;
  draft.group = asText(isRecord(agent) ? agent.name : agent);
  const mask = numbers(fields.token_loss_mask);
  if (mask) {
    const masked = (values: readonly number[] | null) => values?.filter((_, i) => mask[i] === 1) ?? null;
    const ids = masked(numbers(fields.token_ids));
    draft.ids = ids;
    draft.tokens = mask.filter((value) => value === 1).length;
    draft.logProbs = ids && masked(numbers(fields.generation_logprobs));
    const advantages = new Set(masked(numbers(fields.advantages)));
    const [advantage] = advantages;
    draft.advantage = advantages.size === 1 ? advantage! : null;
    // A list: it is counted as left out.
    if (advantages.size > 1) draft.extra.advantages = [...advantages];
  } else draft.advantage = asNumber(fields.advantages) ?? null;
  for (const name in fields) if (!READ.has(name)) draft.extra[name] = fields[name];
  return draft;
}

/** Messages with roles, or their texts alone: the last is the model's, but for what the environment says of it. */
function conversation(content: unknown): Draft {
  if (Array.isArray(content) && content.length > 0 && content.every((text) => typeof text === 'string')) {
    const texts =
      content.length > 2 && content.at(-1)!.startsWith('Environment:') ? content.slice(0, -1) : content;
    return draftOf(texts.slice(0, -1).join('\n\n'), texts.slice(-1));
  }
  const messages = messagesIn(content, 'content');
  const first = messages.findIndex((message) => roleOf(message) === 'assistant');
  if (first < 0) throw new RecordError('field content: expected a message of the assistant');
  const { turns, thought } = turnsOf(messages.filter((message) => roleOf(message) === 'assistant'));
  const draft = draftOf(promptText(messages.slice(0, first), 'content'), turns);
  draft.thought = thought;
  return draft;
}

function numbers(value: unknown): readonly number[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : null;
}
