import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join, matchesGlob, relative } from 'node:path';

/** What an image says beside its files. */
export interface BuiltImage {
  /** Folder of its root. */
  readonly root: string;
  readonly workdir: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Stage {
  readonly root: string;
  workdir: string;
  user: string;
  env: Record<string, string>;
}

/**
 * Does what a Dockerfile says in folders of this machine, in the place of a builder of images: its stages start out
 * empty, and its commands are run by the shell and the tools of this machine.
 *
 * @param context folder that is built from
 * @param folder for the stages
 * @param path folders in which commands are looked for before all others
 * @throws {Error} if an instruction is not one of those that are known here, or a command fails
 */
export function buildImage(
  dockerfile: string,
  context: string,
  folder: string,
  path: readonly string[],
): BuiltImage {
  const ignored = linesOf(`${dockerfile}.dockerignore`);
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const line of linesOf(dockerfile)) {
    const [instruction = '', rest = ''] = split(line);
    if (instruction === 'FROM') {
      const name = / AS (\S+)$/.exec(rest)?.[1] ?? 'image';
      const root = join(folder, name);
      mkdirSync(root);
      stage = { root, workdir: '/', user: 'root', env: {} };
      stages.set(name, stage);
      continue;
    }
    if (stage === undefined) throw new Error(`${line}: expected FROM`);
    const here = join(stage.root, stage.workdir);
    switch (instruction) {
      case 'WORKDIR':
        stage.workdir = rest;
        mkdirSync(join(stage.root, rest), { recursive: true });
        break;
      case 'ENV': {
        const [name = '', value = ''] = rest.split('=');
        stage.env[name] = value;
        break;
      }
      case 'USER':
        stage.user = rest;
        break;
      case 'COPY': {
        const [, from, source, to] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(rest) ?? [];
        if (source === undefined || to === undefined) throw new Error(`${line}: expected COPY FROM TO`);
        const target = join(here, to);
        if (from === undefined) copyContext(join(context, source), target, ignored);
        else
          cpSync(join(stages.get(from)!.root, source), target, { recursive: true, verbatimSymlinks: true });
        break;
      }
      case 'RUN': {
        const env = { ...process.env, PATH: [...path, process.env.PATH].join(delimiter) };
        const { status, stderr } = spawnSync('sh', ['-c', rest], { cwd: here, env, encoding: 'utf8' });
        if (status !== 0) throw new Error(`${line}: exit code ${status}: ${stderr}`);
        break;
      }
      default:
        throw new Error(`${line}: is not known here`);
    }
  }
  if (stage === undefined) throw new Error(`${dockerfile}: expected FROM`);
  return stage;
}

function copyContext(from: string, to: string, ignored: readonly string[]): void {
  const isIgnored = (path: string) => ignored.some((pattern) => matchesGlob(path, pattern));
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === from || !isIgnored(relative(from, path)),
  });
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function split(line: string): [instruction: string, rest: string] {
  const at = line.indexOf(' ');
  return [line.slice(0, at), line.slice(at + 1)];
}
