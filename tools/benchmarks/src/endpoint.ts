/**
 * Throughput of a policy behind a server beside a bare loop that sends the same requests, in turn. Needs no Python.
 *
 *   node tools/benchmarks/src/endpoint.ts [--url URL] [--contexts N] [--repeats N] [--delay MS] [--write]
 *
 * Without `--url`, a test server in a process of its own answers, after `--delay` milliseconds.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type EndpointPolicy,
  type EndpointProbe,
  openEndpoint,
  probeEndpoint,
  wordsFormat,
} from '@vestige/language';
import { testServer } from '@vestige/language/testing';
import { randomStream } from '@vestige/random';
import { allowedCores, describeMachine } from './machine.ts';
import { withResults } from './section.ts';
import { quartilesOf, ratios } from './statistics.ts';
import { digits, quartilesText, table } from './table.ts';

const README = join(import.meta.dirname, '..', 'README.md');
const CONCURRENCIES = [1, 4, 16];

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    contexts: { type: 'string', default: '128' },
    repeats: { type: 'string', default: '9' },
    delay: { type: 'string', default: '20' },
    serve: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const format = wordsFormat({ answerPrefix: 'verdict', answers: ['approve', 'deny'] });
const contexts = Array.from({ length: Number(values.contexts) }, (_, i) => ({
  question: `loan case ${i % 8}`,
  thought: '',
}));
const writing = { until: 'thought', maxTokens: 24, temperature: 1 } as const;

interface Request {
  readonly address: string;
  readonly body: string;
}

/** What a policy asks, and how long it takes to. */
async function policyAsks(policy: EndpointPolicy, repetition: number): Promise<[Request[], number]> {
  const requests: Request[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (address, init) => {
    requests.push({ address: String(address), body: String(init?.body) });
    return fetch(address, init);
  };
  try {
    const begun = performance.now();
    await policy.write(contexts, writing, randomStream(repetition));
    return [requests, performance.now() - begun];
  } finally {
    globalThis.fetch = fetch;
  }
}

/** How long the same requests take that nothing is done with. */
async function bareLoop(requests: readonly Request[], concurrency: number): Promise<number> {
  const begun = performance.now();
  const left = requests.values();
  const send = async () => {
    for (const { address, body } of left) {
      const headers = { 'content-type': 'application/json' };
      await (await fetch(address, { method: 'POST', headers, body })).json();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, send));
  return performance.now() - begun;
}

async function measured(proved: EndpointProbe, concurrency: number): Promise<string[]> {
  await using policy = await openEndpoint({ url: proved.url, format, proved, concurrency });
  // It asks for the tokens of questions and templates once.
  await bareLoop((await policyAsks(policy, -1))[0], concurrency);
  const times: (readonly [requests: number, policy: number, bare: number])[] = [];
  for (let i = 0; i < Number(values.repeats); i++) {
    const [requests, taken] = await policyAsks(policy, i);
    times.push([requests.length, taken, await bareLoop(requests, concurrency)]);
  }
  const perSecond = (system: 1 | 2) =>
    quartilesText(quartilesOf(times.map((time) => (1e3 * time[0]) / time[system])));
  const ratio = ratios(
    times.map(([, , bare]) => bare),
    times.map(([, policy]) => policy),
  );
  return [`${concurrency}`, perSecond(1), perSecond(2), quartilesText(quartilesOf(ratio))];
}

if (values.serve) {
  const { url } = await testServer({ dialect: 'llama.cpp', delay: Number(values.delay) });
  process.send!(url);
} else {
  const child =
    values.url === undefined
      ? fork(import.meta.filename, ['--serve', '--delay', values.delay], { stdio: 'inherit' })
      : undefined;
  const url = child ? String((await once(child, 'message'))[0]) : values.url!;
  try {
    const proved = await probeEndpoint({ url });
    const rows: string[][] = [];
    for (const concurrency of CONCURRENCIES) rows.push(await measured(proved, concurrency));
    const server = child
      ? `a test server that answers after ${values.delay} ms`
      : `the server of ${proved.model}`;
    const text = [
      `${describeMachine(allowedCores()?.length ?? navigator.hardwareConcurrency)}; Node ${process.version}; ${server}. Medians, in brackets quartiles, of ${values.repeats} repetitions of ${digits(contexts.length)} thoughts.`,
      table(['in flight', 'policy, requests/s', 'bare loop, requests/s', 'ratio'], rows),
    ].join('\n\n');
    console.log(text);
    if (values.write) writeFileSync(README, withResults(readFileSync(README, 'utf8'), text, 'endpoint'));
  } finally {
    child?.kill();
  }
}
