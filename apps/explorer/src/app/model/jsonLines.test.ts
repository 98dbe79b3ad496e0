import { expect, test } from 'vitest';
import { jsonLines } from './jsonLines.ts';

const LINES = [{ added: ' \u{1F30D}' }, { added: '\nwö' }, { written: { thought: '' } }];
const BYTES = new TextEncoder().encode(LINES.map((line) => `${JSON.stringify(line)}\n`).join(''));

const inPieces = (bytes: Uint8Array, size: number, broken = false) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        if (broken) controller.error(new Error('lost'));
        else controller.close();
      },
    }),
  );

async function linesOf(response: Response): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of jsonLines(response)) lines.push(line);
  return lines;
}

test.each([1, 3, 7, 1000])('lines are whole, in whatever pieces they come: of %i bytes', async (size) => {
  expect(await linesOf(inPieces(BYTES, size))).toEqual(LINES);
});

test('what breaks off ends, without the line that is not whole', async () => {
  expect(await linesOf(inPieces(BYTES.slice(0, -5), 1000))).toEqual(LINES.slice(0, 2));
  const lost = await linesOf(inPieces(BYTES, 1000, true));
  expect(LINES.slice(0, lost.length)).toEqual(lost);
});
