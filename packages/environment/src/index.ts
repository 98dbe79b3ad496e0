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
export { createLoan, type LoanOptions, type LoanProblem, loanSchema } from './loan.ts';
