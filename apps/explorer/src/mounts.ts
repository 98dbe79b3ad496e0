/** Ids of the elements that the program fills. */
export const MOUNTS = {
  prompts: 'mount-prompts',
  rollouts: 'mount-rollouts',
  playground: 'mount-playground',
} as const;
