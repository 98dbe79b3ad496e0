import { numberIn, sumParts } from '../draft.ts';
import { flatDraft } from './flat.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)completions_(\d+)\.parquet$/;
const OTHERS = new Set(['reward']);

/** `{output_dir}/completions/completions_{step}.parquet` of TRL's trainers, with `log_completions`. */
export const trl: Format = {
  name: 'trl',
  place(path) {
    const step = NAME.exec(path)?.[1];
    return step === undefined ? null : { step: Number(step), kind: 'train' };
  },
  tells: ['step', 'prompt', 'completion', 'advantage|reward'],
  accepts: (record) => typeof record.prompt === 'string' && typeof record.completion === 'string',
  drafts(record) {
    const fields = { question: 'prompt', completion: 'completion', advantage: 'advantage' };
    // A column of floats for each reward function, under its name; whole numbers and text are what a function logged.
    const draft = flatDraft(record, fields, OTHERS, (value) => typeof value === 'number');
    // The weights of the reward functions are not in the file: 1, but for those who set them.
    if ('reward' in record) draft.reward = numberIn(record, 'reward');
    else sumParts(draft);
    return [draft];
  },
};
