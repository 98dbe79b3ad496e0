import { asText, draftOf, numberIn } from '../draft.ts';
import { RecordError } from '../importError.ts';
import { messagesIn, promptText, roleOf, turnsOf } from '../messages.ts';
import type { Format } from './format.ts';

const READ = new Set(['messages', 'reward', 'advantage', 'step']);

/** JSONL of `{"messages": [...]}`, with `reward`, `advantage` and `step` where there are any. */
export const chat: Format = {
  name: 'chat',
  place: () => null,
  tells: ['messages'],
  accepts: ({ messages }) => Array.isArray(messages),
  drafts(record) {
    const messages = messagesIn(record.messages, 'messages');
    const first = messages.findIndex((message) => roleOf(message) === 'assistant');
    if (first < 0) throw new RecordError('field messages: expected a message of the assistant');
    const { turns, thought } = turnsOf(messages.filter((message) => roleOf(message) === 'assistant'));
    const draft = draftOf(promptText(messages.slice(0, first), 'messages'), turns);
    draft.thought = thought;
    draft.step = numberIn(record, 'step');
    draft.reward = numberIn(record, 'reward');
    draft.advantage = numberIn(record, 'advantage');
    draft.problem = asText(record.problem_id ?? record.prompt_id);
    for (const field in record) if (!READ.has(field)) draft.extra[field] = record[field];
    return [draft];
  },
};
