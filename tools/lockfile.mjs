/**
 * Completes package-lock.json after an `npm install` from a registry that mirrors only some platforms' binaries.
 *
 * npm writes no entry for an optional package that the registry at hand lacks, and `npm ci` then refuses the
 * whole file. The entries that are missing are those of other platforms: name, version and platform are known. Each
 * gets its integrity from the registry, without which `npm ci` would install whatever it is given.
 *
 *   node tools/lockfile.mjs
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const CPU = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** What a package such as `@scope/name-linux-arm64-musl` says of itself in its name. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = OS.filter((candidate) => words.includes(candidate));
  const cpu = CPU.filter((candidate) => words.includes(candidate));
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`${name}: no platform in its name`);
  if (os[0] !== 'linux') return { cpu, os };
  return { cpu, os, libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] };
}

const added = [];
for (const { dev, optionalDependencies = {} } of Object.values(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const path = `node_modules/${name}`;
    if (Object.keys(packages).some((known) => known.endsWith(path)) || !/^\d/.test(version)) continue;
    packages[path] = { version, ...(dev && { dev }), optional: true, ...platformOf(name) };
    added.push(`${name}@${version}`);
  }
}

const run = promisify(execFile);

/** Integrity of a version as the registry has it; undefined where it lacks the package. */
async function integrityOf(name, version) {
  try {
    const { stdout } = await run('npm', ['view', `${name}@${version}`, 'dist.integrity']);
    return /^sha512-\S+$/.test(stdout.trim()) ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}

const unknown = [];
for (const [path, entry] of Object.entries(packages)) {
  if (!path.includes('node_modules/') || entry.link || entry.inBundle || entry.integrity) continue;
  const name = entry.name ?? path.split('node_modules/').at(-1);
  const { version, ...rest } = entry;
  const integrity = await integrityOf(name, version);
  if (integrity) packages[path] = { version, integrity, ...rest };
  else unknown.push(`${name}@${version}`);
}

const byPath = ([a], [b]) => (a < b ? -1 : 1);
lock.packages = Object.fromEntries(Object.entries(packages).sort(byPath));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
if (unknown.length > 0) console.log(`the registry has no integrity of ${unknown.join(', ')}`);
console.log(added.length === 0 ? 'nothing was missing' : `added ${added.join(', ')}`);
