export { type KeyPart, type RandomStream, randomStream } from './stream.ts';
