import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { copyWorkspace, listFiles } from '../workspace/index.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');

/** A copy of this workspace, with caches of its own. */
export interface TestCopy {
  readonly root: string;
  /** Folder of its cache. */
  readonly cache: string;
  /** The environment of what is started in it. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Copies this workspace as it stands, edits that are not committed included, but for its experiments, and links its npm
 * packages.
 *
 * @param root where to
 * @param builds what the copy's tasks `build` do: take what this workspace built, in no time, or build, the kernels without
 * optimisation
 */
export function copyForTests(root: string, builds: 'taken' | 'made' = 'taken'): TestCopy {
  const files = listFiles(REPOSITORY).filter((file) => !file.startsWith('apps/experiments/'));
  copyWorkspace(REPOSITORY, files, root);
  if (builds === 'taken') takeBuilds(root);
  else skipOptimization(join(root, 'packages/kernels/asconfig.json'));
  const cache = join(root, '.nx/cache');
  const outer = Object.entries(process.env).filter(([name]) => !/^(NX|VESTIGE)_/.test(name));
  return {
    root,
    cache,
    env: {
      ...(Object.fromEntries(outer) as Record<string, string>),
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      NODE_COMPILE_CACHE: join(root, '.nx/compile-cache'),
      NX_DAEMON: 'false',
      NX_ISOLATE_PLUGINS: 'false',
      NX_CACHE_DIRECTORY: cache,
      NX_WORKSPACE_DATA_DIRECTORY: join(root, '.nx/workspace-data'),
    },
  };
}

/** Where this workspace has no build, the task still builds. */
function takeBuilds(root: string): void {
  for (const file of globSync('{apps,packages}/*/package.json', { cwd: root })) {
    const json = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const options = json.nx?.targets?.build?.options;
    if (options === undefined) continue;
    const { command, commands, ...others } = options;
    const built = join(REPOSITORY, dirname(file), 'build');
    const made = (commands ?? [command]).join(' && ');
    json.nx.targets.build.options = {
      ...others,
      command: `if [ -d '${built}' ]; then cp -R '${built}' .; else ${made}; fi`,
    };
    writeFileSync(join(root, file), JSON.stringify(json));
  }
}

/** Builds take a second so, where they take several. */
function skipOptimization(file: string): void {
  const config = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(config.options, { optimizeLevel: 0, converge: false });
  writeFileSync(file, JSON.stringify(config));
}
