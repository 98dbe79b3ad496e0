import { asText } from '../draft.ts';
import { flatDraft } from './flat.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)(\d+)\.jsonl$/;
const OTHERS = new Set(['gts']);
/** Names of counts, which are no rewards; `length_penalty` is no count. */
const COUNTS = /(?:turns|length|tokens)$|^index$/;

/** `{rollout_data_dir}/{step}.jsonl` of verl, and the same in `validation_data_dir`. */
export const verl: Format = {
  name: 'verl',
  place(path) {
    const step = NAME.exec(path)?.[1];
    if (step === undefined) return null;
    return { step: Number(step), kind: /val[^/]*\//i.test(path) ? 'validation' : 'train' };
  },
  tells: ['input', 'output', 'score'],
  accepts: (record) => typeof record.input === 'string' && typeof record.output === 'string',
  drafts(record) {
    const fields = { question: 'input', completion: 'output', reward: 'score' };
    const draft = flatDraft(record, fields, OTHERS, isPart);
    draft.label = asText(record.gts);
    return [draft];
  },
};

/** The extra information of a reward function is numbers and truth values, beside text and counts. */
function isPart(value: unknown, field: string): boolean {
  return (typeof value === 'number' || typeof value === 'boolean') && !COUNTS.test(field);
}
