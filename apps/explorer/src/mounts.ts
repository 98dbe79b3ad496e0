/** Ids of the elements that the program fills. */
export const MOUNTS = {
  curves: 'mount-curves',
  prompts: 'mount-prompts',
  rollouts: 'mount-rollouts',
  playground: 'mount-playground',
  transcripts: 'mount-transcripts',
} as const;

/** The drawn learning curves of the report: where the program shows its own, they are for paper. */
export const DRAWN_CURVES = 'figure-learning';
