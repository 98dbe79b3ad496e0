/**
 * How long `vestige convert` takes for a million rollouts, beside DuckDB's copy of the same files to Parquet, in turn.
 *
 *   node tools/benchmarks/src/importing.ts [--rollouts N] [--repeats N] [--only NAME,...] [--write]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeRollouts } from './importing/rollouts.ts';
import { allowedCores, describeMachine } from './machine.ts';
import { turns } from './measure.ts';
import { WORKSPACE } from './nodeTime.ts';
import { ensurePython, pythonOf, pythonVersions, script } from './python.ts';
import { withResults } from './section.ts';
import { quartilesOf, ratios } from './statistics.ts';
import { digits, quartilesText, table } from './table.ts';

const README = join(import.meta.dirname, '..', 'README.md');
const CONVERT = [process.execPath, join(WORKSPACE, 'apps/cli/src/vestige.js'), 'convert'];
/** Rollouts of a file, where there are several. */
const EACH = 10_000;
const THREADS = 2;
/** Cores that both may use; empty where processes cannot be pinned to some. */
const CORES = allowedCores()?.slice(0, THREADS) ?? [];
const PYTHON = pythonOf('tables');

/** What a process took. */
interface Taken {
  readonly seconds: number;
  /** Seconds of the processor, of all threads. */
  readonly processor: number;
  /** Most bytes resident. */
  readonly resident: number;
}

const { values } = parseArgs({
  options: {
    rollouts: { type: 'string', default: '1000000' },
    repeats: { type: 'string', default: '5' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const rollouts = Number(values.rollouts);
const files = Math.ceil(rollouts / EACH);
const root = mkdtempSync(join(tmpdir(), 'vestige-importing-'));

/** What is converted: where it lies, and how it is made. */
const SOURCES: Readonly<Record<string, { readonly pattern: string; readonly make: () => void }>> = {
  [`JSON lines of verl, ${files} files`]: {
    pattern: 'lines/*.jsonl',
    make: () =>
      writeRollouts(
        Array.from({ length: files }, (_, i) => join(folder('lines'), `${i + 1}.jsonl`)),
        EACH,
      ),
  },
  'JSON lines of verl, one file': {
    pattern: 'line/*.jsonl',
    make: () => writeRollouts([join(folder('line'), '1.jsonl')], rollouts),
  },
  [`Parquet of TRL, ${files} files`]: {
    pattern: 'parquet/*.parquet',
    make: () => python('trl', folder('lines'), folder('parquet')),
  },
  'Parquet of TRL, one file of one row group': {
    pattern: 'rows/*.parquet',
    make: () => python('join', folder('parquet'), join(folder('rows'), 'completions_00001.parquet')),
  },
};

function folder(name: string): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  return path;
}

function python(...words: string[]): void {
  execFileSync(PYTHON, [script('tables.py'), ...words], { stdio: 'inherit' });
}

function timed(words: readonly string[]): Taken {
  const pinned = CORES.length > 0 ? ['taskset', '--cpu-list', CORES.join(','), ...words] : words;
  return JSON.parse(execFileSync(PYTHON, [script('timed.py'), ...pinned], { encoding: 'utf8' }));
}

function converted(pattern: string): Taken {
  const here = folder('imported');
  const runs = { run: { path: join(root, pattern.split('/')[0]!) } };
  writeFileSync(
    join(here, 'imported.json'),
    JSON.stringify({ name: 'imported', title: 'Imported', claim: '', runs }),
  );
  const taken = timed([...CONVERT, join(here, 'imported.json'), '--run', 'run']);
  const { files } = JSON.parse(readFileSync(join(here, 'runs/run/convert/account.json'), 'utf8'));
  const rows = files.reduce((sum: number, file: { readonly rows: number }) => sum + file.rows, 0);
  if (rows !== rollouts) throw new Error(`${rows} rollouts were converted; expected ${rollouts}`);
  rmSync(here, { recursive: true });
  return taken;
}

function copied(pattern: string): Taken {
  const copy = join(root, 'copy.parquet');
  const taken = timed([PYTHON, script('tables.py'), 'copy', String(THREADS), join(root, pattern), copy]);
  rmSync(copy);
  return taken;
}

function measured(name: string, pattern: string): string[] {
  const taken: { readonly ours: Taken[]; readonly theirs: Taken[] } = { ours: [], theirs: [] };
  for (let i = 0; i < Number(values.repeats); i++) {
    for (const turn of turns(2, i)) {
      if (turn === 0) taken.ours.push(converted(pattern));
      else taken.theirs.push(copied(pattern));
    }
  }
  const of = (system: 'ours' | 'theirs', figure: keyof Taken) => taken[system].map((one) => one[figure]);
  const seconds = (system: 'ours' | 'theirs') => quartilesText(quartilesOf(of(system, 'seconds')));
  const ratio = (figure: keyof Taken) => ratios(of('ours', figure), of('theirs', figure));
  const most = (system: 'ours' | 'theirs') => digits(Math.max(...of(system, 'resident')) / 2 ** 20);
  return [
    name,
    seconds('ours'),
    digits(rollouts / quartilesOf(of('ours', 'seconds')).median),
    most('ours'),
    seconds('theirs'),
    most('theirs'),
    quartilesText(quartilesOf(ratio('seconds'))),
    digits(quartilesOf(ratio('processor')).median),
  ];
}

try {
  if (rollouts % EACH !== 0) throw new Error(`--rollouts ${rollouts}: expected a multiple of ${EACH}`);
  ensurePython(console.log, 'tables');
  const rows: string[][] = [];
  for (const [name, { pattern, make }] of Object.entries(SOURCES)) {
    make();
    if (values.only?.split(',').some((part) => name.includes(part)) ?? true) {
      rows.push(measured(name, pattern));
      console.log(rows.at(-1)!.join(' | '));
    }
  }
  const versions = [`Node ${process.version}`, ...pythonVersions(['duckdb', 'pandas', 'pyarrow'], 'tables')];
  const text = [
    `${describeMachine(CORES.length || THREADS)}; ${versions.join(', ')}. ${rollouts.toLocaleString('en')} rollouts of 1.6 kB; medians, in brackets quartiles, of ${values.repeats} repetitions; memory is the most of all.`,
    table(
      [
        'files',
        'Vestige, s',
        'rollouts/s',
        'MiB',
        'DuckDB, s',
        'MiB',
        'Vestige / DuckDB',
        'of the processor',
      ],
      rows,
    ),
  ].join('\n\n');
  console.log(text);
  if (values.write) writeFileSync(README, withResults(readFileSync(README, 'utf8'), text, 'importing'));
} finally {
  rmSync(root, { recursive: true });
}
