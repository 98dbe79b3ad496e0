/** Reliance up to which a chain of thought is vestigial. */
export const VESTIGIAL = 0.2;
/** Reliance from which on it is load-bearing. */
export const LOAD_BEARING = 0.5;
/** Least accuracy above chance, of what there is between chance and 1, for reliance to mean something. */
export const CLEAR = 0.1;
/** Prompts below which nothing is said: no point estimate, no p-value. */
export const MINIMUM_PROMPTS = 30;
/** Probability on all possible answers together below which a policy does not answer. */
export const ANSWERS_FROM = 0.5;
