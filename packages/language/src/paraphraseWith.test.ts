import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { paraphraseWith } from './paraphraseWith.ts';
import type { Replier, Replying } from './reply.ts';

test('each text is asked for in other words; a reply that is none is null', async () => {
  const asked: (readonly [readonly string[], Replying])[] = [];
  const said = ['It is four.', null, '', 'So 4.'];
  const replier: Replier = {
    reply: async (messages, replying) => {
      asked.push([messages, replying]);
      return said;
    },
  };
  const texts = ['So $& {text} 4.', 'b', 'c', 'So 4.\n'];
  expect(await paraphraseWith(replier, texts, randomStream(0))).toEqual(['It is four.', null, null, null]);
  const [[messages, { maxTokens, temperature }]] = asked as [(typeof asked)[0]];
  expect(messages).toHaveLength(4);
  for (const [i, message] of messages.entries()) expect(message.endsWith(`\n\n${texts[i]}`)).toBe(true);
  expect(maxTokens).toBeGreaterThan(64);
  expect(temperature).toBe(1);
});
