export {
  type AnswerDistribution,
  type Capability,
  CapabilityError,
  type Context,
  type Finetuning,
  type Lesson,
  mostProbable,
  type Policy,
  type Question,
  requireCapability,
  type Trace,
  type Writing,
  type Written,
} from './policy.ts';
export {
  type ClosedVocabulary,
  CONTROL_WORDS,
  type Parsed,
  TOKENS,
  type WordFormat,
  wordFormat,
  wordsOf,
} from './wordFormat.ts';
export { type TokenModel, type TokenWriting, WORD_CAPABILITIES, wordPolicy } from './wordPolicy.ts';
