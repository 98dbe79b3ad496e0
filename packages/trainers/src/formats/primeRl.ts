import { episodeDrafts, kindOfEpisode, stepOfEpisode } from './episode.ts';
import type { Format } from './format.ts';

const NAME = /(?:^|\/)step_(\d+)\/(train|eval)\/(all|effective)\/traces\.jsonl$/;

/**
 * `{run}/rollouts/step_{step}/{train,eval}/{all,effective}/traces.jsonl` of prime-rl: an episode of verifiers a line.
 */
export const primeRl: Format = {
  name: 'prime-rl',
  place(path) {
    const [, step, kind] = NAME.exec(path) ?? [];
    return step === undefined ? null : { step: Number(step), kind: kind === 'eval' ? 'validation' : 'train' };
  },
  // What was trained on is kept with its advantage, and again among all that was sampled.
  choose(paths) {
    const has = new Set(paths);
    return paths.filter(
      (path) =>
        !has.has(path.replace('/all/traces.jsonl', '/effective/traces.jsonl')) ||
        path.includes('/effective/'),
    );
  },
  tells: ['traces', 'task'],
  kindOf: kindOfEpisode,
  // A path names the step of training, an episode that at which it was begun.
  drafts: (record, path) => episodeDrafts(record, NAME.test(path) ? null : stepOfEpisode(record)),
};
