import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Where PyTorch keeps builds without CUDA, which on Linux save gigabytes. Not needed where it is not reachable. */
const CPU_BUILDS = 'https://download.pytorch.org/whl/cpu';

/** Virtual environments: their folder, what is installed there, and that in words. */
const ENVIRONMENTS = {
  torch: { folder: '.venv', requirements: 'requirements.txt', told: 'PyTorch, transformers, TRL' },
  tables: { folder: '.venv-tables', requirements: 'requirements-tables.txt', told: 'DuckDB, pandas' },
} as const;

type Environment = keyof typeof ENVIRONMENTS;

export function pythonOf(environment: Environment): string {
  return join(ROOT, ENVIRONMENTS[environment].folder, 'bin', 'python');
}

export const PYTHON = pythonOf('torch');

export function script(name: string): string {
  return join(ROOT, 'python', name);
}

/** Makes a virtual environment, unless it is there. */
export function ensurePython(say: (line: string) => void, environment: Environment = 'torch'): void {
  const { folder, requirements, told } = ENVIRONMENTS[environment];
  const path = join(ROOT, folder);
  const mark = join(path, 'complete');
  if (existsSync(mark)) return;
  say(`making tools/benchmarks/${folder} (${told})`);
  rmSync(path, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', path], { stdio: 'inherit' });
  const list = join(ROOT, requirements);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const pip = (...args: string[]) =>
    execFileSync(pythonOf(environment), [...install, ...args], { stdio: 'inherit' });
  if (environment === 'torch' && process.platform === 'linux') {
    pip('--retries', '1', '--extra-index-url', CPU_BUILDS, '--constraint', list, 'torch');
  }
  pip('--requirement', list);
  writeFileSync(mark, '');
}

/** Versions of packages in one. */
export function pythonVersions(names: readonly string[], environment: Environment = 'torch'): string[] {
  const code = `from importlib.metadata import version; print(*map(version, ${JSON.stringify(names)}))`;
  const versions = execFileSync(pythonOf(environment), ['-c', code], { encoding: 'utf8' }).trim().split(' ');
  return names.map((name, i) => `${name} ${versions[i]}`);
}
