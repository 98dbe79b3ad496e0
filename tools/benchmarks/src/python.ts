import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const VENV = join(ROOT, '.venv');
const MARK = join(VENV, 'complete');

/** Where PyTorch keeps builds without CUDA, which on Linux save gigabytes. Not needed where it is not reachable. */
const CPU_BUILDS = 'https://download.pytorch.org/whl/cpu';

export const PYTHON = join(VENV, 'bin', 'python');

export function script(name: string): string {
  return join(ROOT, 'python', name);
}

/** Makes the virtual environment of requirements.txt, unless it is there. */
export function ensurePython(say: (line: string) => void): void {
  if (existsSync(MARK)) return;
  say('making tools/benchmarks/.venv (PyTorch, transformers, TRL)');
  rmSync(VENV, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
  const requirements = join(ROOT, 'requirements.txt');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const pip = (...args: string[]) => execFileSync(PYTHON, [...install, ...args], { stdio: 'inherit' });
  if (process.platform === 'linux') {
    pip('--retries', '1', '--extra-index-url', CPU_BUILDS, '--constraint', requirements, 'torch');
  }
  pip('--requirement', requirements);
  writeFileSync(MARK, '');
}

/** Versions of packages in it. */
export function pythonVersions(names: readonly string[]): string[] {
  const code = `from importlib.metadata import version; print(*map(version, ${JSON.stringify(names)}))`;
  const versions = execFileSync(PYTHON, ['-c', code], { encoding: 'utf8' }).trim().split(' ');
  return names.map((name, i) => `${name} ${versions[i]}`);
}
