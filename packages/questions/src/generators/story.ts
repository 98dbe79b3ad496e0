import type { RandomStream } from '@vestige/random';
import type { Mistake } from '../question.ts';
import { NAMES } from './names.ts';

const THINGS = ['marbles', 'stickers', 'coins', 'shells', 'stamps', 'pencils', 'buttons', 'cards'];

/** How a story changes a number, with what is calculated. */
interface Step {
  readonly sign: '+' | '-' | '×';
  readonly by: number;
}

/** Someone has some things, and then more or fewer of them. */
export interface Story {
  readonly name: string;
  readonly things: string;
  readonly start: number;
  readonly steps: readonly Step[];
}

/**
 * A story of as many steps, whose numbers are all positive.
 *
 * @param largest the largest number it begins with, adds or takes away
 */
export function drawStory(depth: number, largest: number, stream: RandomStream): Story {
  const start = 2 + stream.integer(largest - 1);
  const steps: Step[] = [];
  let value = start;
  for (let i = 0; i < depth; i++) {
    const most = Math.min(largest, value - 1);
    const signs = [
      ...(most > 0 ? (['-'] as const) : []),
      '+' as const,
      ...(value <= 5 * largest ? ['×' as const] : []),
    ];
    const sign = stream.choice(signs);
    const by = sign === '×' ? 2 + stream.integer(2) : 1 + stream.integer(sign === '-' ? most : largest);
    steps.push({ sign, by });
    value = after(value, { sign, by });
  }
  return { name: stream.choice(NAMES), things: stream.choice(THINGS), start, steps };
}

/** The numbers after each step. */
export function resultsOf({ start, steps }: Story): number[] {
  let value = start;
  return steps.map((step) => {
    value = after(value, step);
    return value;
  });
}

/** The story in words, without a question. */
export function toldStory({ name, things, start, steps }: Story): string {
  const told = steps.map(({ sign, by }) => {
    if (sign === '+') return `Then ${name} gets ${by} more.`;
    if (sign === '-') return `Then ${name} gives away ${by}.`;
    return `Then ${name} trades each one for ${by} new ones.`;
  });
  return [`${name} has ${start} ${things}.`, ...told].join(' ');
}

/**
 * Each calculation of a story with a wrong result, and the result alone, if the story does not mention that number and no other
 * step has it.
 */
export function mistakesIn(story: Story, stream: RandomStream): Mistake[] {
  const results = resultsOf(story);
  const told = [story.start, ...story.steps.map(({ by }) => by)];
  const seen = (result: number) =>
    told.includes(result) || results.filter((other) => other === result).length > 1;
  return story.steps.flatMap(({ sign, by }, i) => {
    const before = i === 0 ? story.start : results[i - 1]!;
    const right = results[i]!;
    const wrong = right + 1 + stream.integer(3);
    const calculation = {
      right: `${before} ${sign} ${by} = ${right}`,
      wrong: `${before} ${sign} ${by} = ${wrong}`,
    };
    return [calculation, ...(seen(right) ? [] : [{ right: `${right}`, wrong: `${wrong}` }])];
  });
}

function after(value: number, { sign, by }: Step): number {
  return sign === '+' ? value + by : sign === '-' ? value - by : value * by;
}
