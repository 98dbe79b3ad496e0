import { type RandomStream, randomStream } from '@vestige/random';
import { z } from 'zod';
import type { QuestionLine } from '../line.ts';
import { QuestionsError } from '../parseQuestions.ts';

/** What every generator can be told. */
export const sized = {
  count: z.number().int().min(1).max(100_000).default(100).describe('How many questions.'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .default(0)
    .describe('The same seed gives the same questions.'),
};

/** Options of generators whose questions take several steps. */
export function depths(shallowest: number, depth: number) {
  const steps = z.number().int().min(shallowest).max(12);
  return {
    from: steps.default(shallowest).describe('Fewest steps to an answer; depth at most.'),
    depth: steps
      .default(depth)
      .describe('Most steps; each number of them is asked equally often, as a group.'),
  };
}

/** The numbers of steps there are. */
export function depthsIn({ from, depth }: { readonly from: number; readonly depth: number }): number[] {
  return Array.from({ length: depth - from + 1 }, (_, i) => from + i);
}

/** Of options with {@link depths}, what they are to fulfil, and what is said of those that do not. */
export const fromDepth: Parameters<z.ZodType<{ readonly from: number; readonly depth: number }>['refine']> = [
  ({ from, depth }) => from <= depth,
  { path: ['from'], message: 'expected depth at most' },
];

/** Makes questions of one kind. */
export interface Generator {
  /** What it asks, in one line. */
  readonly told: string;
  /** What differs in a flipped question, in words that follow "flips": the option of that name of the task. */
  readonly flips: string;
  /** Its options, each with a default and a description. */
  readonly schema: z.ZodObject;
  /**
   * The questions, no two the same. More of them begin with those of a smaller count.
   *
   * @param kind names it in messages, and its random streams
   * @throws {QuestionsError} naming the option and what is expected
   */
  readonly lines: (kind: string, options: unknown) => readonly QuestionLine[];
}

/** Options of any generator. */
interface Sized {
  readonly count: number;
  readonly seed: number;
}

/** How a kind of question is made. */
interface Definition<Options extends Sized, Cell> extends Pick<Generator, 'told' | 'flips'> {
  readonly schema: z.ZodObject & z.ZodType<Options>;
  /** What is dealt out to questions so that each is equally often, such as the right answer; at least one. */
  readonly cells: (options: Options) => readonly Cell[];
  readonly draw: (options: Options, cell: Cell, stream: RandomStream) => QuestionLine;
}

/** How often a question is drawn anew because there is one like it. */
const TRIES = 200;

/** A generator of questions of one kind. */
export function generator<Options extends Sized, Cell>({
  schema,
  cells: cellsOf,
  draw,
  ...named
}: Definition<Options, Cell>): Generator {
  return {
    ...named,
    schema,
    lines: (kind, given) => {
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw new QuestionsError(parsed.error.issues.map(told(kind)).join('\n'));
      const options: Options = parsed.data;
      const { count, seed } = options;
      const cells = cellsOf(options);
      const lines = new Map<string, QuestionLine>();
      let dealt: readonly Cell[] = [];
      for (let i = 0; i < count; i++) {
        const at = i % cells.length;
        if (at === 0) dealt = randomStream(seed, 'questions', kind, 'cells', i).shuffled(cells);
        const stream = randomStream(seed, 'questions', kind, i);
        const line = fresh(() => draw(options, dealt[at]!, stream), lines);
        if (!line) {
          throw new QuestionsError(
            `${kind}: field count: ${i} different questions were found; expected no more, or options that allow more`,
          );
        }
        lines.set(line.question, line);
      }
      return [...lines.values()];
    },
  };
}

function fresh(draw: () => QuestionLine, known: ReadonlyMap<string, QuestionLine>): QuestionLine | undefined {
  for (let i = 0; i < TRIES; i++) {
    const line = draw();
    if (!known.has(line.question)) return line;
  }
  return undefined;
}

function told(kind: string) {
  return (issue: z.core.$ZodIssue) => {
    if (issue.code === 'unrecognized_keys') return `${kind}: field ${issue.keys[0]}: there is no such option`;
    const expectation = issue.message.replace(/^Invalid input: /, '');
    return `${kind}: field ${issue.path.join('.')}: ${expectation}`;
  };
}
