import { rename, writeFile } from 'node:fs/promises';
import crc32c from 'crc-32/crc32c.js';
import { PbfWriter } from 'pbf';
import type { Column } from './column.ts';
import type { Columns, Row } from './tables.ts';

/** Name of a stage's event file. TensorBoard takes every file with `tfevents` in its name. */
export const EVENTS_FILE = 'events.out.tfevents.vestige';

/** Field numbers of the messages Event, Summary and Summary.Value in tensorboard/compat/proto. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 };
const SUMMARY = { value: 1 };
const VALUE = { tag: 1, simpleValue: 2 };

/**
 * Writes the curves of a table as a TensorBoard event file: each numeric column but `step` is a scalar of its name;
 * nulls are left out. The same rows give the same bytes, so wall time is the step, in seconds since 1970. The file has
 * a temporary name until it is complete.
 *
 * @param path final name of the file
 * @param rows in the order of their steps
 */
export async function writeEvents<C extends Columns & { readonly step: Column<'int32', false> }>(
  path: string,
  columns: C,
  rows: readonly Row<C>[],
): Promise<void> {
  const curves = Object.keys(columns).filter((name) => {
    const { kind } = columns[name]!;
    return name !== 'step' && (kind === 'int32' || kind === 'float32');
  });
  const events = [event(0, (pbf) => pbf.writeStringField(EVENT.fileVersion, 'brain.Event:2'))];
  for (const row of rows as readonly Readonly<Record<string, number | null>>[]) {
    const scalars = curves.flatMap((tag): Scalar[] => (row[tag] == null ? [] : [{ tag, value: row[tag] }]));
    events.push(event(row.step!, (pbf) => pbf.writeMessage(EVENT.summary, writeScalars, scalars)));
  }
  const temporary = `${path}.partial`;
  await writeFile(temporary, Buffer.concat(events.map(record)));
  await rename(temporary, path);
}

/** A point of a curve. */
interface Scalar {
  readonly tag: string;
  readonly value: number;
}

function writeScalars(scalars: readonly Scalar[], pbf: PbfWriter): void {
  for (const scalar of scalars) pbf.writeMessage(SUMMARY.value, writeScalar, scalar);
}

function writeScalar({ tag, value }: Scalar, pbf: PbfWriter): void {
  pbf.writeStringField(VALUE.tag, tag);
  pbf.writeFloatField(VALUE.simpleValue, value);
}

function event(step: number, write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(EVENT.wallTime, step);
  if (step !== 0) pbf.writeVarintField(EVENT.step, step);
  write(pbf);
  return pbf.finish();
}

/** A record of TensorFlow's TFRecord format: length, its checksum, data, its checksum, all little-endian. */
function record(data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 16);
  bytes.writeBigUInt64LE(BigInt(data.length), 0);
  bytes.writeUInt32LE(maskedChecksum(bytes.subarray(0, 8)), 8);
  bytes.set(data, 12);
  bytes.writeUInt32LE(maskedChecksum(data), data.length + 12);
  return bytes;
}

/** TFRecord rotates the CRC-32C right by 15 bits and adds a constant. */
function maskedChecksum(data: Uint8Array): number {
  const crc = crc32c.buf(data);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
