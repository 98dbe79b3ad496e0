import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, renderDocument } from '@vestige/report/parts';
import { afterAll, expect, test } from 'vitest';
import { folder } from '../../testing/cli.ts';
import { serve } from '../serve.ts';
import type { ServedModel } from './answerPost.ts';
import { Superseded } from './modelPlayground.ts';

const page = join(folder(afterAll), 'report.html');
writeFileSync(page, renderDocument('T', '0', html`<p>Body.</p>`, { style: '', script: '1', blocks: {} }));
const WRITTEN = {
  thought: 'One. Two, \u{1F30D}.',
  answer: 'yes',
  stop: 'end',
  raw: ' Two, \u{1F30D}. yes',
} as const;

type Write = ServedModel['playground']['thought'];

/** Asks a playground to write on, and reads what comes line by line. */
async function asked(
  thought: Write,
  read: (next: () => Promise<unknown>, stop: () => void) => Promise<void>,
) {
  const playground = { thought, answers: () => Promise.reject(new Error('nobody asks')) };
  const serving = await serve(page, 0, { model: { playground, token: 'token' } });
  try {
    const { origin } = new URL(serving.url);
    const leaving = new AbortController();
    const response = await fetch(`${origin}/model/thought`, {
      method: 'POST',
      headers: { Origin: origin, Authorization: 'Bearer token', 'Content-Type': 'application/json' },
      body: JSON.stringify({ condition: 'a', question: 'known?', thought: 'One.' }),
      signal: leaving.signal,
    });
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/x-ndjson']);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const pieces = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const next = async () => {
      const { done, value } = await pieces.read();
      return done ? undefined : JSON.parse(value);
    };
    await read(next, () => leaving.abort());
  } finally {
    await serving.close();
  }
}

test('what is written comes as it is written, and whole at the end', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const write: Write = async (_request, _signal, tell) => {
    // What goes no further, or back, tells nothing.
    for (const soFar of ['One', 'One.', 'One. Two']) tell(soFar);
    await gates[0]!.promise;
    for (const soFar of ['One. T', 'One. Two, \u{1F30D}']) tell(soFar);
    await gates[1]!.promise;
    return WRITTEN;
  };
  await asked(write, async (next) => {
    expect(await next()).toEqual({ added: ' Two' });
    gates[0]!.resolve();
    expect(await next()).toEqual({ added: ', \u{1F30D}' });
    gates[1]!.resolve();
    expect(await next()).toEqual({ written: WRITTEN });
    expect(await next()).toBeUndefined();
  });
});

test('of a policy that tells nothing meanwhile, it comes at the end', async () => {
  await asked(
    async () => WRITTEN,
    async (next) => expect([await next(), await next()]).toEqual([{ written: WRITTEN }, undefined]),
  );
});

test('whoever leaves stops it', async () => {
  const stopped = Promise.withResolvers<void>();
  const write: Write = async (_request, signal, tell) => {
    tell('One. Two');
    await new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
    throw new Error('not reached');
  };
  await asked(
    (request, signal, tell) => write(request, signal, tell).finally(stopped.resolve),
    async (next, leave) => {
      expect(await next()).toEqual({ added: ' Two' });
      leave();
      await stopped.promise;
    },
  );
});

test('what goes wrong meanwhile is its last line', async () => {
  const gate = Promise.withResolvers<void>();
  const write: Write = async (_request, _signal, tell) => {
    tell('One. Two');
    await gate.promise;
    throw new Superseded('another request came');
  };
  await asked(write, async (next) => {
    expect(await next()).toEqual({ added: ' Two' });
    gate.resolve();
    expect(await next()).toEqual({ status: 409, error: 'another request came' });
    expect(await next()).toBeUndefined();
  });
});
