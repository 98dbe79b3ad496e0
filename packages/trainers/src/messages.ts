import { asRecords, isRecord, json, type SourceRecord, told } from './draft.ts';
import { RecordError } from './importError.ts';

/** What a message says, and the thought that came with it in a field of its own. */
interface Said {
  readonly text: string;
  readonly thought: string | null;
}

/** Names of the fields in which servers and libraries give a thought. */
const THOUGHT_FIELDS = ['reasoning_content', 'reasoning', 'thinking'] as const;

/** A prompt as text: itself, or messages as `role: content`, an empty line between. @throws {RecordError} if it is neither */
export function promptText(prompt: unknown, field: string): string {
  if (prompt === null || prompt === undefined) return '';
  if (typeof prompt === 'string') return prompt;
  return messagesIn(prompt, field)
    .map((message) => `${roleOf(message)}: ${sayIn(message).text}`)
    .join('\n\n');
}

/** A list of messages. @throws {RecordError} if it is something else */
export function messagesIn(value: unknown, field: string): readonly SourceRecord[] {
  const messages = asRecords(value);
  if (messages) return messages;
  throw new RecordError(`field ${field}: expected text or a list of messages, found ${told(value)}`);
}

/** Who says a message. */
export function roleOf({ role }: SourceRecord): string {
  return typeof role === 'string' ? role : 'unknown';
}

/** What a model wrote in its messages: texts by turn, and the thoughts that have fields of their own, joined. */
export function turnsOf(messages: readonly SourceRecord[]): {
  readonly turns: readonly string[];
  readonly thought: string | null;
} {
  const said = messages.map(sayIn);
  const thoughts = said.flatMap(({ thought }) => (thought === null ? [] : [thought]));
  return {
    turns: said.map(({ text }) => text),
    thought: thoughts.length === 0 ? null : thoughts.join('\n\n'),
  };
}

/** What a model wrote: text, or its messages among others. @throws {RecordError} if it is neither, or has none */
export function writtenIn(completion: unknown, field: string): ReturnType<typeof turnsOf> {
  if (typeof completion === 'string') return { turns: [completion], thought: null };
  const own = messagesIn(completion, field).filter((message) => roleOf(message) === 'assistant');
  if (own.length === 0) throw new RecordError(`field ${field}: expected a message of the assistant`);
  return turnsOf(own);
}

/** What one message says; calls of tools stand after the text, as JSON. */
function sayIn(message: SourceRecord): Said {
  const { content, tool_calls: calls } = message;
  const parts = typeof content === 'string' ? { texts: [content], thoughts: [] } : partsOf(content);
  const thought = THOUGHT_FIELDS.map((field) => message[field]).find(
    (value) => typeof value === 'string' && value !== '',
  );
  const called = Array.isArray(calls) ? calls.map(callText) : [];
  return {
    text: [...parts.texts, ...called].filter((text) => text !== '').join('\n'),
    thought: typeof thought === 'string' ? thought : parts.thoughts.join('\n\n') || null,
  };
}

/** Content that is a list: texts, thoughts, and the rest by what it is called. */
function partsOf(content: unknown): { readonly texts: string[]; readonly thoughts: string[] } {
  const texts: string[] = [];
  const thoughts: string[] = [];
  for (const part of Array.isArray(content) ? content : []) {
    if (typeof part === 'string') texts.push(part);
    else if (isRecord(part)) {
      const { type, text, reasoning, thinking } = part;
      const thought = [reasoning, thinking].find((value) => typeof value === 'string');
      if (typeof thought === 'string') thoughts.push(thought);
      else if (typeof text === 'string') texts.push(text);
      else texts.push(`[${String(type)}]`);
    }
  }
  return { texts, thoughts };
}

/** A call as the interface of OpenAI, verifiers or Inspect has it: its name and arguments. */
function callText(call: unknown): string {
  if (typeof call === 'string') return call;
  if (!isRecord(call)) return json(call);
  const { name, function: named, arguments: given } = call;
  const inner = isRecord(named) ? named : { name: name ?? named, arguments: given };
  return json({ name: inner.name, arguments: inner.arguments });
}
