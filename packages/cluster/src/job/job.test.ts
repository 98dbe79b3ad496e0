import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { writeStageFolder } from '@vestige/manifest';
import { expect, onTestFinished, test } from 'vitest';
import { digestsOf } from '../submission/digests.ts';
import { submissionPaths } from '../submission/paths.ts';
import { type SubmissionRecord, writeFiles } from '../submission/record.ts';
import { bringStages } from './bringStages.ts';
import { jobEnvironment } from './runJob.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vestige-job-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('a job has the environment of its machine, and of the submitting shell what it was given', () => {
  const own = {
    PATH: '/usr/bin',
    HOME: '/home/me',
    SLURM_JOB_ID: '3',
    NX_CACHE_DIRECTORY: '/home/me/.nx',
    NX_DAEMON: 'true',
    VESTIGE_BACKEND: 'tensorflow',
    VESTIGE_RUN: '7',
    NODE_CHANNEL_FD: '3',
    npm_command: 'run',
  };
  const env = jobEnvironment(own, '/tmp/job', {
    VESTIGE_BACKEND: 'wasm',
    VESTIGE_PROGRESS: '/shared/progress',
  });
  expect(env).toEqual({
    PATH: [dirname(process.execPath), '/usr/bin'].join(delimiter),
    HOME: '/home/me',
    SLURM_JOB_ID: '3',
    NX_DAEMON: 'false',
    NX_CACHE_DIRECTORY: '/tmp/job/.nx/cache',
    NX_WORKSPACE_DATA_DIRECTORY: '/tmp/job/.nx/workspace-data',
    NODE_COMPILE_CACHE: '/tmp/job/.nx/compile-cache',
    VESTIGE_BACKEND: 'wasm',
    VESTIGE_PROGRESS: '/shared/progress',
  });
});

const MADE = 'apps/experiments/x/runs/a-s0/train';
const FILE = 'apps/experiments/x/experiment.json';

/** A clone with a file, what a job made of it, and the submission in between. */
async function finished() {
  const [workspace, root, directory] = [folder(), folder(), folder()];
  mkdirSync(join(workspace, dirname(FILE)), { recursive: true });
  writeFileSync(join(workspace, FILE), 'as submitted');
  writeFileSync(join(workspace, 'README.md'), 'of another');
  writeFiles(directory, digestsOf(workspace, [FILE, 'README.md']));
  const stage = { directory: join(root, MADE), recipe: { stage: 'train', settings: {} }, upstream: [] };
  const { signal } = new AbortController();
  await writeStageFolder(stage, { versions: {}, signal, onWait: () => {} }, async (to) =>
    writeFileSync(join(to, 'table'), 'figures'),
  );
  const bring = () =>
    bringStages(
      root,
      [MADE, 'apps/experiments/x/runs/not/made'],
      { workspace } as SubmissionRecord,
      directory,
    );
  return { workspace, directory, bring };
}

test('what was made comes into the clone, over what lay there, whatever else was edited meanwhile', async () => {
  const { workspace, bring } = await finished();
  mkdirSync(join(workspace, MADE), { recursive: true });
  writeFileSync(join(workspace, MADE, 'table'), 'older');
  writeFileSync(join(workspace, 'README.md'), 'edited');
  expect(await bring()).toEqual([`brought to ${workspace}`]);
  expect(readFileSync(join(workspace, MADE, 'table'), 'utf8')).toBe('figures');
  expect(await bring()).toEqual([`brought to ${workspace}`]);
});

test('where the file that describes it was edited meanwhile, it stays beside the submission', async () => {
  const { workspace, directory, bring } = await finished();
  writeFileSync(join(workspace, FILE), 'edited');
  const { made } = submissionPaths(directory);
  expect(await bring()).toEqual([`brought to ${made}: ${FILE} is not what was submitted any more`]);
  expect(readFileSync(join(made, MADE, 'table'), 'utf8')).toBe('figures');
  rmSync(workspace, { recursive: true });
  expect(await bring()).toEqual([`brought to ${made}: ${workspace} is not what was submitted any more`]);
  mkdirSync(workspace);
});
