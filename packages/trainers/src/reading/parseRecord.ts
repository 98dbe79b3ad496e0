import { isRecord, told } from '../draft.ts';
import type { Entry } from './entry.ts';

/** A value of JSON, and whether `NaN` or `Infinity`, as Python writes them, are null in it; or why it is none. */
export type Parsed = { readonly value: unknown; readonly notFinite: boolean } | { readonly reason: string };

/** Reads JSON. */
export function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text), notFinite: false };
  } catch (error) {
    const finite = withoutNotFinite(text);
    if (finite === null) return { reason: notJson(error as Error) };
    try {
      return { value: JSON.parse(finite), notFinite: true };
    } catch (another) {
      return { reason: notJson(another as Error) };
    }
  }
}

/** What the JSON of one line or member holds. */
export function parseRecord(text: string, line: number): Entry {
  const parsed = parseJson(text);
  if ('reason' in parsed) return { line, reason: parsed.reason };
  const { value, notFinite } = parsed;
  if (!isRecord(value)) return { line, reason: `is ${told(value)}; expected an object in braces` };
  return notFinite ? { line, record: value, notFinite } : { line, record: value };
}

/** `NaN` and `Infinity` outside of text as null; null if there are none. */
function withoutNotFinite(json: string): string | null {
  if (!/NaN|Infinity/.test(json)) return null;
  let found = false;
  const finite = json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g, (token) => {
    if (token.startsWith('"')) return token;
    found = true;
    return 'null';
  });
  return found ? finite : null;
}

/** The text is not said again: it may be long. */
function notJson({ message }: Error): string {
  const reason = message
    .replace(/(?: in JSON)? at position (\d+).*$/s, ' at character $1')
    .replace(/, (?:\.{3})?".*is not valid JSON$/s, '');
  return `is not JSON: ${reason}; expected an object in braces`;
}
