import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** Text that is not JSON, or says two things of one key. The message is one line: place and expectation. */
export class JsonMistake extends Error {
  override name = 'JsonMistake';
}

/** What a text may begin with, and means nothing. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What people write is nested less; what is nested much more ends the stack of who walks it. */
const DEEPEST = 100;
const TOO_DEEP = `is nested too deeply; expected at most ${DEEPEST} objects and lists in each other`;

/** Object keys that would be no data: JavaScript takes this one for an object's prototype. */
const RESERVED = '__proto__';

/**
 * Strict JSON (RFC 8259), in which no object has a key twice. A byte-order mark is skipped.
 *
 * @throws {JsonMistake}
 */
export function parseJson(text: string): unknown {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (json.trim() === '') throw new JsonMistake('is empty; expected JSON');
  const errors: ParseError[] = [];
  const tree = treeOf(json, errors);
  if (errors[0]) throw new JsonMistake(`is not JSON: ${told(json, errors[0])}`);
  const mistake = tree && keyMistake(json, tree, []);
  if (mistake !== undefined) throw new JsonMistake(mistake);
  return JSON.parse(json);
}

function treeOf(json: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) throw new JsonMistake(TOO_DEEP);
    throw error;
  }
}

/** A key that stands twice in its object or is reserved, or too much nesting: the first there is. */
function keyMistake(json: string, node: Node, path: readonly (string | number)[]): string | undefined {
  if (path.length >= DEEPEST) return TOO_DEEP;
  const seen = new Set<string>();
  for (const [i, child] of (node.children ?? []).entries()) {
    const [key, value] = node.type === 'object' ? child.children! : [undefined, child];
    const name: string | number = key?.value ?? i;
    const at = [...path, name];
    if (key) {
      const field = `field ${at.join('.')}`;
      if (seen.has(key.value)) {
        return `${field}: stands twice (${placeOf(json, key.offset)}); expected it once`;
      }
      if (key.value === RESERVED) return `${field}: expected another name (${placeOf(json, key.offset)})`;
      seen.add(key.value);
    }
    const within = value && keyMistake(json, value, at);
    if (within !== undefined) return within;
  }
  return undefined;
}

/** By the name of a code of jsonc-parser. */
const EXPECTATIONS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'expected a value in double quotes, a number, true, false, null, {...} or [...]',
  PropertyNameExpected: 'expected a name in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected a comma or }',
  CloseBracketExpected: 'expected a comma or ]',
  EndOfFileExpected: 'expected the end of the file',
  InvalidCommentToken: 'expected no comments',
  UnexpectedEndOfComment: 'expected no comments',
  UnexpectedEndOfString: 'expected a closing double quote in the same line',
  UnexpectedEndOfNumber: 'expected another digit',
  InvalidUnicode: 'expected four hexadecimal digits after \\u',
  InvalidEscapeCharacter: 'expected one of " \\ / b f n r t u after a backslash',
  InvalidCharacter: 'expected control characters to be escaped',
};

function told(json: string, { error, offset }: ParseError): string {
  const end = json.trimEnd().length;
  const cut = offset >= end ? 'it ends too early, at ' : '';
  return `${cut}${placeOf(json, Math.min(offset, end))}: ${EXPECTATIONS[printParseErrorCode(error)] ?? 'expected JSON'}`;
}

/** Line and column of an offset, from 1. */
function placeOf(json: string, offset: number): string {
  const before = json.slice(0, offset).split(/\r\n|[\n\r]/);
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
