export type { EndpointCapabilities } from './endpoint/capabilities.ts';
export { EndpointError } from './endpoint/endpointError.ts';
export { type EndpointOptions, type EndpointPolicy, openEndpoint } from './endpoint/openEndpoint.ts';
export type { EndpointFinding } from './endpoint/probe/finding.ts';
export { type EndpointProbe, type ProbeOptions, probeEndpoint } from './endpoint/probe/probeEndpoint.ts';
export { tellProbe } from './endpoint/probe/tellProbe.ts';
export { chatFormat, type FormatOptions } from './format/chatFormat.ts';
export type { ChatFormat, ChatMessage } from './format/chatMessages.ts';
export {
  type Extraction,
  ExtractionError,
  type ExtractionOptions,
  extractionOf,
} from './format/extract.ts';
export { FormatError } from './format/formatError.ts';
export { type Recognised, recognise } from './format/recognise.ts';
export type { TemplateOptions, TemplateSource } from './format/template.ts';
export type { Piece, TextFormat } from './format/textFormat.ts';
export type { Marks, PresetName, ThoughtOptions } from './format/thoughts.ts';
export { wordsFormat } from './format/wordsFormat.ts';
export {
  hasNodeLlamaCpp,
  type LlamaModel,
  type LlamaSequence,
  type NodeLlamaCpp,
  nodeLlamaCpp,
  type Token,
} from './gguf/binding.ts';
export { GgufError } from './gguf/ggufFile.ts';
export type { GgufIdentity, GgufPolicy } from './gguf/ggufPolicy.ts';
export { type GgufOptions, openGguf } from './gguf/openGguf.ts';
export type { Sampling } from './gguf/sampleAnswers.ts';
export { ContextError } from './gguf/tokenReader.ts';
export { type Journal, JournalError, openJournal } from './journal/journal.ts';
export { type JournaledOptions, type JournaledPolicy, journaled } from './journal/journaled.ts';
export { type OpeningOptions, type OpenPolicy, openGiven } from './openGiven.ts';
export { paraphraseWith } from './paraphraseWith.ts';
export type { Replier, Replying } from './reply.ts';
