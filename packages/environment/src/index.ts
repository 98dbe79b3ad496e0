export { type ChainOptions, chainSchema } from './chain.ts';
export { createEnvironment, type EnvironmentOptions, environmentSchema } from './create.ts';
export type { Environment } from './environment.ts';
export { type InternalizeOptions, internalizeSchema } from './internalize.ts';
export { isRight } from './isRight.ts';
export { type LoanOptions, loanSchema } from './loan.ts';
export { type PhraseOptions, phraseSchema } from './phrase.ts';
export type { Problem, Reading, Task, Unit } from './task.ts';
export { type TestsOptions, testsSchema } from './tests.ts';
