import type { Outcome, Transcript } from '../../format.ts';

export const INTERVENTIONS = ['own', 'frozen', 'now', 'dropEach', 'resampleEach', 'swap'];

/** An outcome of an intervention by its name: the answer of `frozen`, certain, unless something else is said. */
export function outcome(name: string, changes: Partial<Outcome> = {}): Outcome {
  const by = INTERVENTIONS.indexOf(name);
  return {
    by,
    answer: 'A',
    right: 1000,
    unchanged: 1000,
    frozen: 1000,
    labelled: 1000,
    mass: 1000,
    ...changes,
  };
}

/** A transcript of two sentences. */
export function transcript(changes: Partial<Transcript> = {}): Transcript {
  return {
    ...{ id: 0, group: null, question: 'What?', thought: 'One. Two.', around: ['', ' A'], label: 'A' },
    units: [
      [0, 4, 'statement'],
      [5, 9, 'calculation'],
    ],
    outcomes: [outcome('own'), outcome('frozen')],
    ...changes,
  };
}
