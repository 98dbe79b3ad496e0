export type { EndpointCapabilities } from './endpoint/capabilities.ts';
export { EndpointError } from './endpoint/endpointError.ts';
export { type EndpointOptions, type EndpointPolicy, openEndpoint } from './endpoint/openEndpoint.ts';
export { hasNodeLlamaCpp } from './gguf/binding.ts';
export { GgufError, type GgufOptions, type GgufPolicy, openGguf } from './gguf/openGguf.ts';
export { type Journal, JournalError, openJournal } from './journal/journal.ts';
export { type JournaledOptions, type JournaledPolicy, journaled } from './journal/journaled.ts';
export { type Piece, type TextFormat, wordsFormat } from './textFormat.ts';
