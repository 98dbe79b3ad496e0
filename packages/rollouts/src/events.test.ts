import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PbfReader } from 'pbf';
import { expect, test } from 'vitest';
import { column, optionalColumn } from './column.ts';
import { EVENTS_FILE, writeEvents } from './events.ts';

const columns = {
  step: column('int32', 'Update.'),
  name: column('utf8', 'Not a curve.'),
  loss: column('float32', 'Nats.'),
  truth: optionalColumn('float32', 'A share.'),
};
const rows = [
  { step: 1, name: 'a', loss: 2.5, truth: null },
  { step: 300, name: 'b', loss: -0.25, truth: 1 },
];

async function written(): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'vestige-events-'));
  await writeEvents(join(directory, EVENTS_FILE), columns, rows);
  expect(readdirSync(directory)).toEqual([EVENTS_FILE]);
  return readFileSync(join(directory, EVENTS_FILE));
}

/** Data of the records, by their lengths. */
function records(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    found.push(bytes.subarray(at + 12, at + 12 + length));
    at += length + 16;
  }
  return found;
}

/** The fields of a message by number: a submessage or string as bytes. */
function fields(bytes: Uint8Array): [number, number | Uint8Array][] {
  const found: [number, number | Uint8Array][] = [];
  new PbfReader(bytes).readFields((tag, _, pbf) => {
    const read = [() => pbf.readVarint(), () => pbf.readDouble(), () => pbf.readBytes()][pbf.type];
    found.push([tag, read ? read() : pbf.readFloat()]);
  }, null);
  return found;
}

const text = (bytes: number | Uint8Array | undefined) => Buffer.from(bytes as Uint8Array).toString();

test('the file begins as those of TensorFlow do', async () => {
  const bytes = await written();
  // Length 24 and its masked checksum, as in any event file of TensorFlow.
  expect(bytes.subarray(0, 12).toString('hex')).toBe('1800000000000000a37f4b22');
  expect(fields(records(bytes)[0]!).map(([tag]) => tag)).toEqual([1, 3]);
  expect(text(fields(records(bytes)[0]!)[1]![1])).toBe('brain.Event:2');
});

test('every number of a row is a scalar of its step, nulls are none', async () => {
  const events = records(await written())
    .slice(1)
    .map(fields);
  expect(events.map(([wall, step]) => [wall, step])).toEqual([
    [
      [1, 1],
      [2, 1],
    ],
    [
      [1, 300],
      [2, 300],
    ],
  ]);
  const scalars = events.map((event) =>
    fields(event[2]![1] as Uint8Array).map(([, value]) => {
      const [tag, number] = fields(value as Uint8Array);
      return [text(tag![1]), number![1]];
    }),
  );
  expect(scalars).toEqual([
    [['loss', 2.5]],
    [
      ['loss', -0.25],
      ['truth', 1],
    ],
  ]);
});

test('the same rows give the same bytes', async () => {
  expect(await written()).toEqual(await written());
});
