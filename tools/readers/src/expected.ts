/**
 * Prints, as JSON, what Vestige's own reader finds in the files of an experiment: the Python readers of check.py
 * have to find the same.
 *
 *   node tools/readers/src/expected.ts apps/experiments/loan/experiment.json quick
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { loadExperiment, runsDirectory } from '@vestige/experiment';
import { loadCheckpoint, packedTensors, useBackend } from '@vestige/model';
import { readTable, SCHEMA_VERSION } from '@vestige/rollouts';
import { expectedOfScripts } from './scripts.ts';

type Value = number | string | boolean | null | number[];

interface ExpectedTable {
  readonly path: string;
  readonly rows: number;
  /** Sum over all numbers of a column, lists included; for strings, how often each stands. */
  readonly columns: Record<string, number | Record<string, number>>;
  readonly first: Record<string, Value>;
  readonly last: Record<string, Value>;
}

interface ExpectedCheckpoint {
  readonly path: string;
  /** Words of a sequence, and its logits, [time][vocabulary]. */
  readonly text: string;
  readonly logits: number[][];
}

function plain(row: Record<string, unknown>): Record<string, Value> {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value,
  ]);
  return Object.fromEntries(entries);
}

function expectedTable(path: string): ExpectedTable {
  const { rowCount, rows } = readTable(path);
  const all = [...rows()].map((row) => plain(row as Record<string, unknown>));
  const columns: ExpectedTable['columns'] = {};
  for (const name of Object.keys(all[0]!)) {
    const values = all.map((row) => row[name]!);
    if (values.some((value) => typeof value === 'string')) {
      const counts: Record<string, number> = {};
      for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
      columns[name] = counts;
    } else {
      columns[name] = values.flat().reduce<number>((sum, value) => sum + Number(value ?? 0), 0);
    }
  }
  return { path, rows: rowCount, columns, first: all[0]!, last: all.at(-1)! };
}

function expectedCheckpoint(path: string): ExpectedCheckpoint {
  const { model, vocabulary } = loadCheckpoint(path);
  const sequence = Array.from({ length: 24 }, (_, i) => (i * 7) % vocabulary.size);
  const flat = tf.tidy(() => model.logits(model.residual(packedTensors([sequence]))).arraySync());
  model.dispose();
  return { path, text: vocabulary.decode(sequence), logits: flat };
}

const [file, preset] = process.argv.slice(2);
if (!file) throw new Error('expected the path of an experiment.json, and optionally a preset');
const experiment = loadExperiment(file, preset);
const directory = runsDirectory(experiment);
const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
await useBackend();
const tables = files
  .filter((name) => name.endsWith('.arrow'))
  .map((name) => expectedTable(join(directory, name)));
const checkpoints = files
  .filter((name) => name.endsWith('model.safetensors'))
  .map((name) => expectedCheckpoint(join(directory, name, '..')));
if (tables.length === 0 || checkpoints.length === 0)
  throw new Error(`${directory}: no tables or checkpoints; run the experiment first`);
const scripts = expectedOfScripts(directory);
const { name } = experiment;
const schemaVersion = SCHEMA_VERSION;
console.log(JSON.stringify({ experiment: name, directory, schemaVersion, tables, checkpoints, scripts }));
