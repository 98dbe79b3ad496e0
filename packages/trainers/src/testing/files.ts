// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for one test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'trainers-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Writes a file, and the folders on its way. */
export function file(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Writes records, one a line. */
export function jsonl(path: string, records: readonly unknown[]): string {
  return file(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
