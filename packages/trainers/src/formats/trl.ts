import { numberIn, sumParts } from '../draft.ts';
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
  tells: ['step', 'prompt', 'completion', 'advantage|reward'],
  // Texts, or conversations as lists of messages.
  accepts: ({ prompt, completion }) =>
    (typeof prompt === 'string' || Array.isArray(prompt)) &&
    (typeof completion === 'string' || Array.isArray(completion)),
  drafts(record) {
    const fields = { question: 'prompt', completion: 'completion', advantage: 'advantage' };
    const { turns, thought } = writtenIn(record.completion, 'completion');
    const texts = { ...record, prompt: promptText(record.prompt, 'prompt'), completion: '' };
    // A column of floats for each reward function, under its name; whole numbers and text are what a function logged.
    const draft = Object.assign(
      flatDraft(texts, fields, OTHERS, (value) => typeof value === 'number'),
      { turns, thought },
    );
    // The weights of the reward functions are not in the file: 1, but for those who set them.
    if ('reward' in record) draft.reward = numberIn(record, 'reward');
    else sumParts(draft);
    return [draft];
  },
};
