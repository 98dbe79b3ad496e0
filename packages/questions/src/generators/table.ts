import { z } from 'zod';
import { depths, depthsIn, fromDepth, generator, sized } from './generator.ts';
import { NAMES } from './names.ts';

/**
 * Following a small table: who is whose mentor, several times over; the choices are the names of the table, the right one at
 * every place equally often. Groups are the numbers of steps. A flip changes the row of the last step, and the answer with it;
 * mistakes are wrong steps. With one step the answer is copied from the question.
 */
export const table = generator({
  told: 'following a small table, a row a step',
  flips: 'the last row that is needed',
  schema: z
    .strictObject({
      ...sized,
      ...depths(1, 4),
      rows: z
        .number()
        .int()
        .min(3)
        .max(20)
        .default(6)
        .describe('Rows of the table, all of which are choices; more than depth.'),
    })
    .refine(...fromDepth)
    .refine(({ rows, depth }) => depth < rows, { path: ['rows'], message: 'expected more than depth' }),
  cells: ({ rows, ...range }) =>
    depthsIn(range).flatMap((depth) => Array.from({ length: rows }, (_, place) => ({ depth, place }))),
  draw: ({ rows }, { depth, place }, stream) => {
    const names = stream.shuffled(NAMES).slice(0, rows);
    const mentorOf = (at: number) => names[(at + 1) % rows]!;
    const [start, answer, before] = [names[0]!, names[depth]!, names[depth - 1]!];
    const others = names.filter((name) => name !== answer);
    const instead = stream.choice(others.filter((name) => name !== before));
    const order = stream.shuffled(names.map((_, at) => at));
    const choices = stream.shuffled(others).toSpliced(place, 0, answer);
    const asked = (last: string) => {
      const told = order.map((at) => `${names[at]}'s mentor is ${at === depth - 1 ? last : mentorOf(at)}.`);
      const times =
        depth === 1 ? 'Who is the mentor of' : `Go from mentor to mentor, ${depth} times, starting from`;
      const end = depth === 1 ? '?' : '. Whom do you reach?';
      return `${told.join(' ')} ${times} ${start}${end} Answer with one name of: ${choices.join(', ')}.`;
    };
    return {
      question: asked(answer),
      answer,
      choices,
      group: `depth${depth}`,
      flipped: { question: asked(instead), answer: instead },
      mistakes: names.slice(0, depth).flatMap((name, at) => {
        const mentor = mentorOf(at);
        const wrong = stream.choice(names.filter((other) => other !== mentor && other !== name));
        return ["'s mentor is ", ' → ', ' -> '].map((to) => ({
          right: `${name}${to}${mentor}`,
          wrong: `${name}${to}${wrong}`,
        }));
      }),
    };
  },
});
