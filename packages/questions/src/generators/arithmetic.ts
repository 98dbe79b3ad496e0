import { z } from 'zod';
import { depths, depthsIn, fromDepth, generator, sized } from './generator.ts';
import { drawStory, mistakesIn, resultsOf, toldStory } from './story.ts';

/**
 * Word problems of several steps, their answer a number: someone has some things and gets more, gives some away, or trades each
 * for two or three. Groups are the numbers of steps, `depth1`, `depth2`, ... A flip changes the number that the story begins
 * with, and the answer with it; mistakes are wrong results of a step.
 */
export const arithmetic = generator({
  told: 'word problems of several steps, whose answer is a number',
  flips: 'the first number',
  schema: z
    .strictObject({
      ...sized,
      ...depths(1, 4),
      largest: z
        .number()
        .int()
        .min(3)
        .max(1000)
        .default(20)
        .describe('The largest number that a step adds or takes away.'),
    })
    .refine(...fromDepth),
  cells: depthsIn,
  draw: ({ largest }, depth, stream) => {
    const story = drawStory(depth, largest, stream);
    const changed = { ...story, start: story.start + 1 + stream.integer(3) };
    const asked = (one: typeof story) =>
      `${toldStory(one)} How many ${one.things} does ${one.name} have now?`;
    return {
      question: asked(story),
      answer: resultsOf(story).at(-1)!,
      group: `depth${depth}`,
      flipped: { question: asked(changed), answer: resultsOf(changed).at(-1)! },
      mistakes: mistakesIn(story, stream),
    };
  },
});
