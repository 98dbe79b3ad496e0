/**
 * Asks the planted model behind `URL`, with the journal `FILE`, and prints what it answers:
 * `node askPlanted.ts URL FILE`.
 */
import { createHash } from 'node:crypto';
import { randomStream } from '@vestige/random';
import { MAX_TOKENS, plantedEndpoint } from '../../endpoint/testing/planted.ts';
import { ANSWERS, QUESTIONS } from '../../endpoint/testing/plantedModel.ts';
import { openJournal } from '../journal.ts';
import { journaled } from '../journaled.ts';

const [url, path] = process.argv.slice(2) as [string, string];
await using policy = await plantedEndpoint(url, 'llama.cpp', { concurrency: 4 });
using journal = openJournal(path);
const kept = journaled(policy, policy.identity, journal, policy);
const contexts = [...QUESTIONS, ...QUESTIONS, ...QUESTIONS].map((question) => ({ question, thought: '' }));
const writing = { until: 'answer', maxTokens: MAX_TOKENS, temperature: 1 } as const;
const written = await kept.write(contexts, writing, randomStream(0, 'write'));
const answers = await kept.answers(
  written.map(({ thought }, i) => ({ context: { ...contexts[i]!, thought }, candidates: ANSWERS })),
  randomStream(0, 'answers'),
);
const found = JSON.stringify([written, answers.map(({ probability }) => [...probability])]);
console.log(createHash('sha256').update(found).digest('hex'));
