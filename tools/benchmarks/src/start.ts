/**
 * How long the command line takes to start, beside Node that does nothing: in turn, so that ratios hold on a busy
 * machine. `node tools/benchmarks/src/start.ts [repeats] [a command line]...`; `"run loan --quick"` needs its results
 * in the cache.
 */
import { nodeTime, WORKSPACE } from './nodeTime.ts';
import { quartilesOf, ratios } from './statistics.ts';
import { digits, quartilesText, table } from './table.ts';

const COMMANDS = ['--help', 'sample --help', 'run --help', 'open --help', 'list'];

function timeOf(words: readonly string[], env: NodeJS.ProcessEnv = {}): number {
  return nodeTime(words, { cwd: WORKSPACE, env: { ...process.env, ...env } });
}

function measured(command: string, repeats: number): string[] {
  const words = ['apps/cli/src/vestige.js', ...command.split(' ')];
  // Fills the cache.
  timeOf(words);
  const times = Array.from({ length: repeats }, () => ({
    node: timeOf(['--eval', '0']),
    cached: timeOf(words),
    compiled: timeOf(words, { NODE_DISABLE_COMPILE_CACHE: '1' }),
  }));
  const [node, cached, compiled] = (['node', 'cached', 'compiled'] as const).map((name) =>
    times.map((time) => time[name]),
  ) as [number[], number[], number[]];
  return [
    command,
    quartilesText(quartilesOf(cached)),
    digits(quartilesOf(ratios(cached, node)).median),
    digits(quartilesOf(ratios(compiled, cached)).median),
  ];
}

const [repeats = '9', ...commands] = process.argv.slice(2);
const rows = (commands.length > 0 ? commands : COMMANDS).map((command) => measured(command, Number(repeats)));
console.log(table(['vestige', 'ms (quartiles)', 'to Node alone', 'without the cache, to with it'], rows));
