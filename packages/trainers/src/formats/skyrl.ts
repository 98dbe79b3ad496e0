import { asNumber, asText, draftOf, isRecord, textIn, told } from '../draft.ts';
import { RecordError } from '../importError.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)dumped_evals\/(?:eval_only|global_step_(\d+)_evals)\/[^/]+\.jsonl$/;
const READ = new Set(['input_prompt', 'output_response', 'score', 'stop_reason', 'env_class', 'data_source']);

/** `{export}/dumped_evals/global_step_{step}_evals/{dataset}.jsonl` of SkyRL. */
export const skyrl: Format = {
  name: 'skyrl',
  place(path) {
    const found = NAME.exec(path);
    if (!found || path.endsWith('/aggregated_results.jsonl')) return null;
    return { step: found[1] === undefined ? null : Number(found[1]), kind: 'validation' };
  },
  tells: ['input_prompt', 'output_response', 'score'],
  drafts(record) {
    const draft = draftOf(textIn(record, 'input_prompt'), [textIn(record, 'output_response')]);
    draft.reward = total(record.score);
    draft.stop = asText(record.stop_reason);
    draft.group = asText(record.data_source ?? record.env_class);
    const { reward_spec: spec, reward_model: model } = isRecord(record.env_extras) ? record.env_extras : {};
    const truth = [spec, model].find(isRecord);
    draft.label = asText(truth?.ground_truth);
    for (const field in record) if (!READ.has(field)) draft.extra[field] = record[field];
    return [draft];
  },
};

/** A score, or one for each token. */
function total(score: unknown): number | null {
  const read = asNumber(score);
  if (read !== undefined) return read;
  if (Array.isArray(score) && score.every((item) => typeof item === 'number')) {
    return score.reduce((sum, item) => sum + item, 0);
  }
  throw new RecordError(`field score: expected a number or a list of numbers, found ${told(score)}`);
}
