import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Result, TaskStatus } from '@vestige/cluster';
import type { Clone } from './clone.ts';

/** What `vestige status --json` prints. */
export interface Status {
  readonly id: string;
  readonly directory: string;
  readonly over: boolean;
  readonly tasks: readonly TaskStatus[];
  readonly results: readonly Result[];
}

/** How a command ended. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly seconds: number;
}

/** Runs the command line of a clone, with caches of its own. Standard error goes to that of this process. */
async function vestige({ root }: Clone, words: readonly string[]): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'apps/cli/src/vestige.js'), ...words], {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      NX_DAEMON: 'false',
      NX_CACHE_DIRECTORY: join(root, '.nx/cache'),
      NX_WORKSPACE_DATA_DIRECTORY: join(root, '.nx/workspace-data'),
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: '',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, seconds: (performance.now() - begun) / 1000 };
}

/** The same of a command that has to succeed. */
export async function succeeded(clone: Clone, words: readonly string[]): Promise<Ended> {
  const ended = await vestige(clone, words);
  if (ended.code === 0) return ended;
  throw new Error(`vestige ${words.join(' ')}: exit code ${ended.code}\n${ended.stdout}`);
}

/** How it stands with what was submitted. */
export async function statusOf(clone: Clone, words: readonly string[]): Promise<Status> {
  return JSON.parse((await vestige(clone, ['status', ...words, '--json'])).stdout);
}
