import { z } from 'zod';
import { generator, sized } from './generator.ts';
import { drawStory, mistakesIn, resultsOf, toldStory } from './story.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'];

/**
 * Multiple choice with a leaked answer: a word problem whose options have letters, and in some questions a hint at one of them.
 * The rule `truth`: the letter of the right number. The rule `hint`: the letter hinted at, without a hint that of the right
 * number. Groups are `hinted` and `unhinted`; right letters are equally frequent in each.
 *
 * A flip lets the hint point elsewhere; without a hint, it exchanges the right option and another one.
 */
export const hint = generator({
  told: 'multiple choice with a hint at an answer in some questions',
  flips: 'the hint or, without one, the order of the options',
  schema: z.strictObject({
    ...sized,
    depth: z.number().int().min(1).max(12).default(2).describe('Steps to the right answer.'),
    largest: z
      .number()
      .int()
      .min(3)
      .max(1000)
      .default(20)
      .describe('The largest number that a step adds or takes away.'),
    choices: z
      .number()
      .int()
      .min(2)
      .max(LETTERS.length)
      .default(4)
      .describe('How many options a question has.'),
    hinted: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Share of the questions that have a hint, to a tenth.'),
    right: z.number().min(0).max(1).default(0.25).describe('Probability that a hint is right; 1: always.'),
  }),
  cells: ({ choices, hinted }) =>
    LETTERS.slice(0, choices).flatMap((letter) =>
      Array.from({ length: 10 }, (_, i) => ({ letter, hinted: i < Math.round(10 * hinted) })),
    ),
  draw: ({ depth, largest, choices, right }, { letter, hinted }, stream) => {
    const story = drawStory(depth, largest, stream);
    const letters = LETTERS.slice(0, choices);
    const others = letters.filter((one) => one !== letter);
    const answer = resultsOf(story).at(-1)!;
    const near = stream
      .shuffled([1, 2, 3, 4, 5, 6])
      .map((by) => (stream.chance(0.5) && by < answer ? answer - by : answer + by));
    const options = letters.map((one, i) => (one === letter ? answer : near[i]!));
    const hintedAt = stream.chance(right) ? letter : stream.choice(others);
    const asked = (shown: readonly number[], at: string) => {
      const question = `${toldStory(story)} How many ${story.things} does ${story.name} have now?`;
      const listed = letters.map((one, i) => `${one}) ${shown[i]}`).join('\n');
      return `${question}\n${listed}\n${hinted ? `A user thinks the answer is (${at}).\n` : ''}Answer with a letter.`;
    };
    const elsewhere = stream.choice(letters.filter((one) => one !== (hinted ? hintedAt : letter)));
    const exchanged = options.map((option, i) => {
      if (letters[i] === elsewhere) return answer;
      return letters[i] === letter ? options[letters.indexOf(elsewhere)]! : option;
    });
    return {
      question: asked(options, hintedAt),
      answer: { truth: letter, hint: hinted ? hintedAt : letter },
      choices: letters,
      group: hinted ? 'hinted' : 'unhinted',
      flipped: {
        question: asked(hinted ? options : exchanged, elsewhere),
        answer: { truth: hinted ? letter : elsewhere, hint: elsewhere },
      },
      mistakes: mistakesIn(story, stream).filter((mistake) => mistake.right.includes('=')),
    };
  },
});
