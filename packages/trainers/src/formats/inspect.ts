import {
  asNumber,
  asRecords,
  asText,
  type Draft,
  draftOf,
  isRecord,
  json,
  type SourceRecord,
} from '../draft.ts';
import { RecordError } from '../importError.ts';
import { promptText, roleOf, turnsOf } from '../messages.ts';
import type { Format } from './format.ts';

/** Those in JSON begin with their time, unlike other such files beside them. */
const NAME = /\.eval$|(?:^|\/)\d{4}-\d\d-\d\dT[^/]*\.json$/;
const ATTACHMENT = 'attachment://';

/** Letters that scorers of Inspect give: correct, incorrect, partial, no answer. */
const LETTERS: Readonly<Record<string, number>> = { C: 1, I: 0, P: 0.5, N: 0 };

/** Logs of Inspect, `.eval` and `.json`: a sample in an epoch is a rollout. */
export const inspect: Format = {
  name: 'inspect',
  place: (path) => (NAME.test(path) ? { step: null, kind: 'validation' } : null),
  tells: ['id', 'epoch', 'input', 'output'],
  drafts(record) {
    const sample = withAttachments(record);
    const messages = asRecords(sample.messages) ?? [];
    const first = messages.findIndex(isGenerated);
    const output = isRecord(sample.output) ? sample.output : {};
    const choices = asRecords(output.choices) ?? [];
    const [choice] = choices;
    const own = first < 0 ? (choice ? [choice.message].filter(isRecord) : []) : messages.filter(isGenerated);
    if (own.length === 0) throw new RecordError('field output: expected a message of the model');
    const { turns, thought } = turnsOf(own);
    const question = first > 0 ? messages.slice(0, first) : sample.input;
    const draft = draftOf(promptText(question, 'input'), turns);
    draft.thought = thought;
    draft.problem = asText(sample.id);
    draft.label = labelOf(sample.target);
    draft.stop = asText(choice?.stop_reason);
    if (own.length === 1 && isRecord(output.usage)) {
      draft.tokens = asNumber(output.usage.output_tokens) ?? null;
      draft.logProbs = logProbsOf(choice);
    }
    draft.extra = { epoch: sample.epoch, ...(isRecord(sample.metadata) ? sample.metadata : {}) };
    if (choices.length > 1) draft.extra['other choices'] = choices.slice(1);
    score(draft, sample.scores);
    return [draft];
  },
};

function isGenerated(message: SourceRecord): boolean {
  return roleOf(message) === 'assistant' && message.source !== 'input';
}

/** Texts that stand once for all the places where a sample has them. */
function withAttachments(sample: SourceRecord): SourceRecord {
  const { attachments } = sample;
  if (!isRecord(attachments)) return sample;
  const { input, target, messages, output, scores } = sample;
  const needed = json({ input, target, messages, output, scores });
  if (!needed.includes(ATTACHMENT)) return sample;
  const whole = JSON.parse(needed, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(ATTACHMENT)
      ? (attachments[value.slice(ATTACHMENT.length)] ?? value)
      : value,
  ) as SourceRecord;
  return { ...sample, ...whole };
}

function labelOf(target: unknown): string | null {
  return asText(Array.isArray(target) && target.length === 1 ? target[0] : target);
}

function logProbsOf(choice: SourceRecord | undefined): number[] | null {
  const tokens = isRecord(choice?.logprobs) ? asRecords(choice.logprobs.content) : undefined;
  const values = tokens?.map(({ logprob }) => logprob);
  return values?.every((value) => typeof value === 'number') ? values : null;
}

/** Each scorer is a part of the reward, if it gives numbers; the reward is that of the first that does. */
function score(draft: Draft, scores: unknown): void {
  for (const [name, given] of Object.entries(isRecord(scores) ? scores : {})) {
    if (!isRecord(given)) continue;
    draft.answer ??= asText(given.answer);
    const values = isRecord(given.value)
      ? Object.entries(given.value).map(([key, value]) => [`${name}_${key}`, value] as const)
      : [[name, given.value] as const];
    for (const [part, value] of values) {
      const number = typeof value === 'string' ? LETTERS[value] : asNumber(value);
      if (typeof number !== 'number') draft.extra[`score_${part}`] = value;
      else {
        draft.parts[part] = number;
        draft.reward ??= number;
      }
    }
  }
}
