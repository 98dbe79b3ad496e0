export { type ChainOptions, type ChainProblem, chainSchema, createChain } from './chain.ts';
export { type ParsedCompletion, parseCompletion } from './completion.ts';
export { createEnvironment, type EnvironmentOptions, environmentSchema } from './create.ts';
export {
  CONTROL_WORDS,
  type CotReading,
  type Demonstration,
  type Environment,
  type Mode,
  type Phrase,
  type Problem,
  promptInMode,
  TOKENS,
} from './environment.ts';
export {
  createInternalize,
  type InternalizeOptions,
  type InternalizeProblem,
  internalizeSchema,
} from './internalize.ts';
export { isRight } from './isRight.ts';
export { createLoan, type LoanOptions, type LoanProblem, loanSchema } from './loan.ts';
export { createPhrase, type PhraseOptions, type PhraseProblem, phraseSchema } from './phrase.ts';
export { createTests, type TestsOptions, type TestsProblem, testsSchema } from './tests.ts';
