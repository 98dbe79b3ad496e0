import type { Intervention } from '../intervention.ts';

/** One phrase of the chain of thought, drawn at random, left out. An empty one stays as it is. */
export const drop: Intervention = {
  name: 'drop',
  apply: ({ problem: { prompt }, cot }, { environment, stream }) => {
    const phrases = environment.phrases(cot);
    if (phrases.length === 0) return { prompt, cot };
    const { start, end, type } = stream.choice(phrases);
    return { prompt, cot: [...cot.slice(0, start), ...cot.slice(end)], unit: type };
  },
};
