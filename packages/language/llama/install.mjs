// Installs node-llama-cpp and its binary for this machine's processor, about 83 MB, into this folder; where there is an
// NVIDIA card, that for it too, about 540 MB more.
//   npm run llama
//
// As an ordinary dependency it would bring every binary that may fit, 750 MB: those are left out, and the one is named.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url), 'utf8'));
const platform = `${{ darwin: 'mac', win32: 'win' }[process.platform] ?? process.platform}-${process.arch === 'arm' ? 'armv7l' : process.arch}`;
const known = Object.keys(packages).flatMap((path) => /@node-llama-cpp\/(.+)$/.exec(path)?.[1] ?? []);
const binary = known.find((name) => name === platform || name === `${platform}-metal`);
if (binary === undefined) {
  console.error(
    `llama: there is no binary of node-llama-cpp for ${platform}; there are some for ${known.join(', ')}`,
  );
  process.exit(1);
}

// No script of the packages runs: what they would download or build comes as a package.
const quiet = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
const npm = (...words) => {
  execFileSync('npm', [...words, ...quiet], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
};
const gpu = hasNvidia() ? known.filter((name) => name.startsWith(`${platform}-cuda`)) : [];
const { version } = packages[`node_modules/@node-llama-cpp/${binary}`];
npm('ci');
npm('install', '--no-save', ...[binary, ...gpu].map((name) => `@node-llama-cpp/${name}@${version}`));
const { getLlama } = await import('node-llama-cpp');
const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: 'error' });
await llama.dispose();
console.log(`llama: node-llama-cpp ${version} with ${[binary, ...gpu].join(', ')} works`);

function hasNvidia() {
  try {
    execFileSync('nvidia-smi', ['--list-gpus'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
