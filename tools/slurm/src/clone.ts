import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyWorkspace, listFiles } from '@vestige/cluster';

const REPOSITORY = join(import.meta.dirname, '../../..');
const EXPERIMENTS = 'apps/experiments';

/** A clone of the repository as it stands, with caches of its own, for one who submits from it. */
export interface Clone {
  readonly root: string;
  /** Folder that the experiment's results come to. */
  readonly runs: string;
}

/** Makes a clone whose only experiment is one of the repository, with some of its fields edited. */
export function cloneWith(root: string, name: string, preset: string, edit: (fields: Fields) => void): Clone {
  const experiment = join(EXPERIMENTS, name);
  const files = listFiles(REPOSITORY).filter(
    (file) => !file.startsWith(`${EXPERIMENTS}/`) || file.startsWith(`${experiment}/`),
  );
  copyWorkspace(REPOSITORY, files, root);
  const file = join(root, experiment, 'experiment.json');
  const json = JSON.parse(readFileSync(file, 'utf8'));
  edit(json.presets[preset]);
  writeFileSync(file, JSON.stringify(json, null, 2));
  return asClone(root, join(experiment, 'runs', preset));
}

/** Makes a clone whose only experiment is the one given. */
export function cloneOf(root: string, experiment: { readonly name: string }): Clone {
  const files = listFiles(REPOSITORY).filter((file) => !file.startsWith(`${EXPERIMENTS}/`));
  copyWorkspace(REPOSITORY, files, root);
  const folder = join(EXPERIMENTS, experiment.name);
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'experiment.json'), JSON.stringify(experiment, null, 2));
  return asClone(root, join(folder, 'runs'));
}

type Fields = Record<string, unknown>;

function asClone(root: string, runs: string): Clone {
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  execFileSync('git', ['add', '--all'], { cwd: root });
  return { root, runs: join(root, runs) };
}
