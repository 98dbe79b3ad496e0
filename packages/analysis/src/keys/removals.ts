/** Interventions that take the chain of thought away and leave the prompt as it was. */
export const REMOVALS = ['now', 'cut0', 'filler'] as const;
export type Removal = (typeof REMOVALS)[number];
