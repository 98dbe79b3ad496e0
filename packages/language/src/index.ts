export { hasNodeLlamaCpp } from './gguf/binding.ts';
export { GgufError, type GgufOptions, type GgufPolicy, openGguf } from './gguf/openGguf.ts';
export { type Piece, type TextFormat, wordsFormat } from './textFormat.ts';
