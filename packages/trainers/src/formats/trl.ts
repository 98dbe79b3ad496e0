import { numberIn } from '../draft.ts';
import { promptText, writtenIn } from '../messages.ts';
import { flatDraft } from './flat.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)completions_(\d+)\.parquet$/;
const OTHERS = new Set(['reward']);

/** `{output_dir}/completions/completions_{step}.parquet` of TRL's trainers, with `log_completions`; of conversations, lists of messages. */
export const trl: Format = {
  name: 'trl',
  place(path) {
    const step = NAME.exec(path)?.[1];
    return step === undefined ? null : { step: Number(step), kind: 'train' };
  },
  sum: 'the weights of the reward functions are not in the file: --weight part=number gives them, --map column=extra leaves out a column that is no reward',
  tells: ['step', 'prompt', 'completion', 'advantage|reward'],
  // Texts, or conversations as lists of messages.
  accepts: ({ prompt, completion }) =>
    (typeof prompt === 'string' || Array.isArray(prompt)) &&
    (typeof completion === 'string' || Array.isArray(completion)),
  drafts(record) {
    const fields = { question: 'prompt', completion: 'completion', advantage: 'advantage' };
    const { turns, thought } = writtenIn(record.completion, 'completion');
    const texts = { ...record, prompt: promptText(record.prompt, 'prompt'), completion: '' };
    // A column of floats for each reward function, under its name. Whole numbers and text are what a function logged, and so
    // may floats be: nothing tells them apart.
    const draft = Object.assign(
      flatDraft(texts, fields, OTHERS, (value) => typeof value === 'number'),
      { turns, thought },
    );
    if ('reward' in record) draft.reward = numberIn(record, 'reward');
    else draft.isSummed = true;
    return [draft];
  },
};
