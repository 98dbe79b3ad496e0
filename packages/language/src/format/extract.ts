import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileDigest } from '@vestige/manifest/fileDigest';
import { bare, boxed, CUE, cueOf, lastNumber, letterReader } from '@vestige/thoughts';

/** How the answer is found in what a model wrote after its thought. `cue` is the text that an answer follows. */
export type ExtractionOptions =
  /** All that follows the cue, up to `until`: the end of its line if absent. */
  | { readonly kind: 'prefix'; readonly cue?: string; readonly until?: string }
  /** The letter of a choice that follows the cue: `B`, `(B)`, `B) Paris`. */
  | { readonly kind: 'letter'; readonly cue?: string; readonly letters?: string }
  /** The last number. */
  | { readonly kind: 'number'; readonly cue?: string }
  /** What the one group of a regular expression holds where it matches last. */
  | { readonly kind: 'pattern'; readonly cue?: string; readonly pattern: string; readonly flags?: string }
  /** What the last `\boxed{}` holds. */
  | { readonly kind: 'boxed' }
  /** What the default export of an ES module makes of the text and the question: a string, or null. */
  | { readonly kind: 'script'; readonly cue?: string; readonly file: string };

/** Finds answers in text. What cannot be read is null, and never guessed. */
export interface Extraction {
  /** What is put before an answer that is asked for. */
  readonly cue: string;
  /** What stands between the cue and an answer. */
  readonly before: string;
  /** Tells a model how to end, a sentence. */
  readonly told: string;
  /** Where the first cue begins, with what emphasises it; -1 if there is none. */
  cueAt(text: string, from: number): number;
  /** Whether there is an answer to which nothing can be added. */
  ended(text: string): boolean;
  extract(text: string, question: string): string | null | Promise<string | null>;
  /** All that makes it another one, as JSON. */
  readonly description: unknown;
}

/** What reads an answer, and whether the text can still add to it. */
type Reader = Pick<Extraction, 'ended' | 'extract'>;

/** Options of extraction that name what cannot be used. The message is one line. */
export class ExtractionError extends Error {
  override name = 'ExtractionError';
}

/**
 * Makes ready what the options say.
 *
 * @throws {ExtractionError} if a pattern has not one group, or a script does not export a function
 */
export async function extractionOf(options: ExtractionOptions): Promise<Extraction> {
  if (options.kind === 'boxed') {
    return {
      cue: '\\boxed{',
      before: '',
      told: 'Put your final answer in \\boxed{}.',
      cueAt: (text, from) => text.indexOf('\\boxed{', from),
      ended: (text) => boxed(text) !== null,
      extract: boxed,
      description: options,
    };
  }
  const { cue = CUE } = options;
  const { at, after } = cueOf(cue);
  return {
    cue,
    before: ' ',
    told: `End with a line of the form "${cue} X", where X is ${options.kind === 'letter' ? 'the letter of your choice' : 'your answer'}.`,
    cueAt: at,
    ...(await readerOf(options, after)),
    description: options.kind === 'script' ? { ...options, digest: await fileDigest(options.file) } : options,
  };
}

async function readerOf(
  options: Exclude<ExtractionOptions, { kind: 'boxed' }>,
  follows: (text: string) => string | null,
): Promise<Reader> {
  const until = options.kind === 'prefix' ? (options.until ?? '\n') : '\n';
  const line = (text: string) => {
    const after = follows(text)?.trimStart() ?? '';
    const end = after.indexOf(until);
    return { whole: end > 0, text: end < 0 ? after : after.slice(0, end) };
  };
  const ended = (text: string) => line(text).whole;
  switch (options.kind) {
    case 'prefix':
      return { ended, extract: (text) => bare(line(text).text) || null };
    case 'letter': {
      const letter = letterReader(options.letters);
      return { ended, extract: (text) => letter(follows(text) ?? '') };
    }
    case 'number':
      return { ended, extract: (text) => lastNumber(follows(text) ?? text) };
    case 'pattern': {
      const pattern = patternOf(options.pattern, options.flags ?? '');
      return { ended, extract: (text) => [...text.matchAll(pattern)].at(-1)?.[1] ?? null };
    }
    case 'script': {
      const grade = await scriptOf(options.file);
      return {
        ended,
        extract: async (text, question) => {
          const answer: unknown = await grade(text, question);
          if (typeof answer === 'string' || answer === null) return answer;
          throw new ExtractionError(`${options.file}: returned ${typeof answer}; expected a string or null`);
        },
      };
    }
  }
}

function patternOf(pattern: string, flags: string): RegExp {
  let made: RegExp;
  try {
    made = new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`);
  } catch (error) {
    throw new ExtractionError(`pattern: ${(error as Error).message}; expected a regular expression`);
  }
  const groups = new RegExp(`${pattern}|`, flags).exec('')!.length - 1;
  if (groups !== 1) throw new ExtractionError(`pattern: has ${groups} groups; expected one, the answer`);
  return made;
}

async function scriptOf(file: string): Promise<(text: string, question: string) => unknown> {
  const path = isAbsolute(file) ? file : resolve(file);
  const { default: grade } = (await import(pathToFileURL(path).href).catch((error: Error) => {
    throw new ExtractionError(`${file}: cannot be imported (${error.message.split('\n')[0]})`);
  })) as { default?: unknown };
  if (typeof grade !== 'function') {
    throw new ExtractionError(
      `${file}: exports no function by default; expected (text, question) => string | null`,
    );
  }
  return grade as (text: string, question: string) => unknown;
}
