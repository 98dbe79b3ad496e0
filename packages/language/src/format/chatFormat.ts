import type { ChatMessage } from './chatMessages.ts';
import { type Extraction, type ExtractionOptions, extractionOf } from './extract.ts';
import { FormatError } from './formatError.ts';
import { recognise } from './recognise.ts';
import { type TemplateOptions, type TemplateSource, type Turn, turnOf } from './template.ts';
import type { Piece, TextFormat } from './textFormat.ts';
import { type ThoughtOptions, type Thoughts, thoughtsOf } from './thoughts.ts';

/** How a language model is asked, thinks and answers. */
export interface FormatOptions extends TemplateOptions {
  /** The chat template, Jinja; the model's own if absent, null for none, as with a base model. */
  readonly template?: string | null;
  /** What the user says, `{question}` in it; asks to think step by step, and how to end, if absent. */
  readonly instruction?: string;
  /** What the user says where an answer is asked for at once, `{question}` in it. */
  readonly nowInstruction?: string;
  /** Where a thought begins and ends; recognised by template and vocabulary if absent. */
  readonly thoughts?: ThoughtOptions;
  /** How an answer is found; what follows `Answer:` if absent. */
  readonly extraction?: ExtractionOptions;
}

/**
 * The format of a language model: its chat template around the question; of a base model, questions and reasoning by name.
 *
 * @throws {FormatError} if the template cannot be rendered, or thoughts cannot be marked so
 * @throws {ExtractionError} if answers cannot be found so
 */
export async function chatFormat(source: TemplateSource, options: FormatOptions = {}): Promise<TextFormat> {
  const template = options.template === undefined ? source.template : options.template;
  const extraction = await extractionOf(options.extraction ?? { kind: 'prefix' });
  const thinks = options.thoughts ?? recognise({ ...source, template }).preset;
  const thoughts = thoughtsOf(thinks, extraction);
  const description = { ...options, template, thoughts: thinks, extraction: extraction.description };
  if (template === null) {
    if (thinks !== 'none') throw new FormatError('there is no chat template; expected thoughts to be `none`');
    return { ...reading(thoughts, extraction), ...plain(source, options, extraction), description };
  }
  for (const word of thoughts.needs) {
    if (source.isControl?.(word) === false) {
      throw new FormatError(
        `the vocabulary has no ${word}, which the thoughts \`${name(thinks)}\` are marked with`,
      );
    }
  }
  const of = (thinking: boolean) => turnOf({ ...source, template }, options, thinking);
  return { ...reading(thoughts, extraction), ...chat(of, thoughts, options, extraction), description };
}

/** Where thoughts end, and what they are followed by. */
function reading(
  thoughts: Thoughts,
  { before, ended, extract, cue }: Extraction,
): Pick<TextFormat, 'close' | 'before' | 'endOfThought' | 'ends' | 'answered' | 'answerIn'> {
  return {
    close: (thought) => joined([...thoughts.close(thought), { text: cue }]),
    before: { thought: '', answer: before },
    endOfThought: thoughts.end,
    ends: thoughts.ends,
    answered: ended,
    answerIn: extract,
  };
}

/** A turn of the user, and the model's. */
function chat(
  turn: (thinking: boolean) => Turn,
  thoughts: Thoughts,
  options: FormatOptions,
  { told, cue }: Extraction,
): Pick<TextFormat, 'thinking' | 'now' | 'message' | 'chat'> {
  const { instruction = `{question}\n\nThink step by step. ${told}` } = options;
  const { nowInstruction = `{question}\n\nAnswer at once, without reasoning. ${told}` } = options;
  const { system = null } = options;
  expectPlace('instruction', instruction);
  expectPlace('nowInstruction', nowInstruction);
  const [slow, fast] = [turn(true), turn(false)];
  const opened = thoughts.open(slow.begun);
  if (opened === null)
    throw new FormatError('the chat template closes the thought; expected it to leave it open');
  const skipped = thoughts.skip(fast.begun);
  return {
    thinking: (question) => [
      ...slow.pieces(filled(instruction, question)),
      { text: `${slow.begun}${opened}`, control: true },
    ],
    now: (question) => [
      ...fast.pieces(filled(nowInstruction, question)),
      { text: `${fast.begun}${skipped}`, control: true },
      { text: cue },
    ],
    chat: {
      thinking: (question) => messages(system, filled(instruction, question)),
      now: (question) => messages(system, filled(nowInstruction, question)),
      opening: '',
    },
    message: (message) => [...fast.pieces(message), { text: `${fast.begun}${skipped}`, control: true }],
  };
}

/** Questions and reasoning by name, as a base model goes on with them. */
function plain(
  { bos, addsBos }: TemplateSource,
  options: FormatOptions,
  { cue }: Extraction,
): Pick<TextFormat, 'thinking' | 'now' | 'message' | 'before' | 'close'> {
  const { instruction = 'Question: {question}\nReasoning:', nowInstruction = 'Question: {question}' } =
    options;
  expectPlace('instruction', instruction);
  expectPlace('nowInstruction', nowInstruction);
  const begin: Piece[] = addsBos ? [{ text: bos, control: true }] : [];
  return {
    thinking: (question) => [...begin, { text: filled(instruction, question) }],
    now: (question) => [...begin, { text: `${filled(nowInstruction, question)}\n${cue}` }],
    message: () => {
      throw new FormatError('a model without a chat template replies to questions only');
    },
    close: (thought) => [{ text: thought.endsWith('\n') ? cue : `\n${cue}` }],
    before: { thought: ' ', answer: ' ' },
  };
}

function messages(system: string | null, user: string): readonly ChatMessage[] {
  return [
    ...(system === null ? [] : [{ role: 'system' as const, content: system }]),
    { role: 'user', content: user },
  ];
}

function filled(instruction: string, question: string): string {
  return instruction.split('{question}').join(question.trim());
}

function expectPlace(field: string, instruction: string): void {
  if (!instruction.includes('{question}')) throw new FormatError(`${field}: expected {question} in it`);
}

/** Pieces of plain text that follow each other, as one: they are tokenized together. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last === undefined || last.control || piece.control) all.push(piece);
    else all[all.length - 1] = { text: last.text + piece.text };
  }
  return all;
}

function name(thoughts: ThoughtOptions): string {
  return typeof thoughts === 'string' ? thoughts : thoughts.open;
}
