import { z } from 'zod';
import { depths, depthsIn, fromDepth, generator, sized } from './generator.ts';
import { NAMES } from './names.ts';

const SIDES = ['heads', 'tails'] as const;
type Side = (typeof SIDES)[number];

/**
 * A coin that some people turn over and others do not: which side is up. Groups are the numbers of people; with none, the
 * answer is copied from the question. Sides are equally frequent in each group. A flip changes the side that is up at first, and
 * the answer with it; mistakes are wrong sides after a person.
 */
export const coin = generator({
  told: 'a coin that is turned over or not, the easiest: which side is up',
  flips: 'the side that is up at first',
  schema: z.strictObject({ ...sized, ...depths(0, 3) }).refine(...fromDepth),
  cells: (options) => depthsIn(options).flatMap((depth) => SIDES.map((side) => ({ depth, side }))),
  draw: (_options, { depth, side }, stream) => {
    const [owner = '', ...people] = stream.shuffled(NAMES).slice(0, depth + 1);
    const turns = people.map(() => stream.chance(0.5));
    const count = turns.filter(Boolean).length;
    const first = count % 2 === 0 ? side : other(side);
    const asked = (start: Side) => {
      const told = people.map(
        (name, i) => `${name} ${turns[i] ? 'turns the coin over' : 'leaves the coin as it is'}.`,
      );
      const laid = `${owner} lays a coin on the table with ${start} up.`;
      return [laid, ...told, 'Which side is up now? Answer heads or tails.'].join(' ');
    };
    return {
      question: asked(first),
      answer: side,
      choices: [...SIDES],
      group: `depth${depth}`,
      flipped: { question: asked(other(first)), answer: other(side) },
      ...(depth > 0 && { mistakes: mistakesOf(people, turns, first) }),
    };
  },
});

function mistakesOf(people: readonly string[], turns: readonly boolean[], first: Side) {
  let side = first;
  return people.flatMap((name, i) => {
    if (turns[i]) side = other(side);
    const done = turns[i] ? 'turns the coin over' : 'leaves the coin as it is';
    return [
      `${name}: `,
      `After ${name}, `,
      `After ${name}: `,
      `${name} ${done}: `,
      `${name} ${done}, so `,
    ].map((before) => ({
      right: `${before}${side}`,
      wrong: `${before}${other(side)}`,
    }));
  });
}

function other(side: Side): Side {
  return side === 'heads' ? 'tails' : 'heads';
}
