import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asNumber, asText, draftOf, isRecord, type SourceRecord, textIn } from '../draft.ts';
import { RecordError } from '../importError.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)(problem_[^/]+)\/(chunk_\d+)\/solutions\.json$/;
const READ = new Set(['rollout', 'full_cot', 'answer', 'is_correct']);

/** `problem_{n}/chunk_{i}/solutions.json` of thought-anchors: what was written anew from before a sentence. */
export const thoughtAnchors: Format = {
  name: 'thought-anchors',
  place: (path) => (NAME.test(path) ? { step: null, kind: 'validation' } : null),
  tells: ['chunk_removed', 'prefix_without_chunk'],
  async beside(location) {
    try {
      const problem: unknown = JSON.parse(
        await readFile(join(dirname(location), '..', 'problem.json'), 'utf8'),
      );
      return isRecord(problem) ? problem : {};
    } catch {
      return {};
    }
  },
  drafts(record, path, problem) {
    if ('error' in record)
      throw new RecordError('field error: the rollout failed; expected one that did not');
    const rollout = textIn(record, 'rollout');
    const draft = draftOf(promptOf(record, rollout), [rollout]);
    const [, folder, chunk] = NAME.exec(path) ?? [];
    draft.problem = folder ?? null;
    draft.label = asText(problem.gt_answer);
    draft.answer = asText(record.answer) || null;
    draft.reward = asNumber(record.is_correct) ?? null;
    draft.extra = { chunk };
    for (const field in record) if (!READ.has(field)) draft.extra[field] = record[field];
    return [draft];
  },
};

/** The prompt up to the mark that opens the thought, without what the model was given of it. */
function promptOf(record: SourceRecord, rollout: string): string {
  const whole = asText(record.full_cot) ?? '';
  const prompt = whole.endsWith(rollout) ? whole.slice(0, whole.length - rollout.length) : whole;
  const opened = prompt.indexOf('<think>');
  return opened < 0 ? prompt : prompt.slice(0, opened + '<think>'.length);
}
