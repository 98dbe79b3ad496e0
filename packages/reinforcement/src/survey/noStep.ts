/** Stands for the step of a rollout that has none. */
export const NO_STEP = -Infinity;
