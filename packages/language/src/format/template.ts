import { Template } from '@huggingface/jinja';
import { FormatError } from './formatError.ts';
import type { Piece } from './textFormat.ts';

/** What a template is rendered with, besides the messages. */
export interface TemplateOptions {
  /** What the system message says; null for none, so that the template's own stands where it has one. */
  readonly system?: string | null;
  /** The day that it is, for templates that tell it: `2025-01-01` if absent. */
  readonly date?: string;
  /** More of what the template reads, such as `reasoning_effort`. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A chat template and the words of its vocabulary that it may use. */
export interface TemplateSource {
  /** Jinja; null for a base model. */
  readonly template: string | null;
  readonly bos: string;
  readonly eos: string;
  /** Whether a text begins with `bos`. */
  readonly addsBos: boolean;
  /** Whether a text is one control word of the vocabulary; absent if that cannot be known. */
  readonly isControl?: (text: string) => boolean;
}

/** Stand for what is put in; of the private use area, so that no template has them. */
const SYSTEM = '\uE0F0system\uE0F1';
const USER = '\uE0F0user\uE0F1';

/** Takes the place of the clock, which the library does not let one pass by its name. */
const CLOCK = 'vestige_strftime';

/** A turn that a model is to go on with, and what stands before it. */
export interface Turn {
  /** @param user what the user says: plain text, whatever it holds */
  pieces(user: string): readonly Piece[];
  /** The turn as the template begins it, all that follows what the user says. */
  readonly begun: string;
}

/**
 * Renders a template around a message of the user, which the model is to answer.
 *
 * What it is about is put in afterwards, in place of words that nobody writes: so it is no part of the template, and none
 * of its control words.
 *
 * @throws {FormatError} if the template cannot be rendered, or leaves the message out
 */
export function turnOf(
  { template, bos, eos, addsBos }: TemplateSource & { readonly template: string },
  { system = null, date = '2025-01-01', variables = {} }: TemplateOptions,
  thinking: boolean,
): Turn {
  const messages = [
    ...(system === null ? [] : [{ role: 'system', content: SYSTEM }]),
    { role: 'user', content: USER },
  ];
  const rendered = render(template, {
    ...{ messages, bos_token: bos, eos_token: eos, add_generation_prompt: true },
    ...{ enable_thinking: thinking, thinking },
    [CLOCK]: (format: string) => strftime(new Date(`${date}T00:00:00Z`), format),
    ...variables,
  });
  const text = addsBos && bos !== '' && !rendered.startsWith(bos) ? `${bos}${rendered}` : rendered;
  const [head, begun, ...more] = text.split(USER);
  if (begun === undefined || more.length > 0) {
    throw new FormatError(
      `the chat template gives the question ${more.length === 0 ? 'no place' : 'several places'}`,
    );
  }
  const [first, ...afterSystem] = head!.split(SYSTEM);
  if (afterSystem.length !== (system === null ? 0 : 1)) {
    throw new FormatError('the chat template has no place for a system message');
  }
  const before: Piece[] = [
    { text: first!, control: true },
    ...afterSystem.flatMap((after): Piece[] => [{ text: system!.trim() }, { text: after, control: true }]),
  ];
  return { begun, pieces: (user) => [...before, { text: user.trim() }] };
}

function render(template: string, items: Record<string, unknown>): string {
  try {
    return new Template(`{% set strftime_now = ${CLOCK} %}{{ '' }}${template}`).render(items);
  } catch (error) {
    throw new FormatError(
      `the chat template cannot be rendered (${(error as Error).message.split('\n')[0]})`,
    );
  }
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** A date as Python's `strftime` has it, in English and in UTC. */
function strftime(date: Date, format: string): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const month = MONTHS[date.getUTCMonth()]!;
  const parts: Readonly<Record<string, string>> = {
    ...{ Y: String(date.getUTCFullYear()), m: two(date.getUTCMonth() + 1), d: two(date.getUTCDate()) },
    ...{ B: month, b: month.slice(0, 3), H: '00', M: '00', S: '00', '%': '%' },
  };
  return format.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole);
}
