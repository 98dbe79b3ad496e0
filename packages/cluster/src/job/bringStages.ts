import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyStageFolder } from '@vestige/manifest';
import { changedFiles } from '../submission/digests.ts';
import { submissionPaths } from '../submission/paths.ts';
import { readFiles, type SubmissionRecord } from '../submission/record.ts';

/** What the files that describe runs, and their results, lie below: `apps/experiments/loan`. */
const DESCRIBED = /^apps\/experiments\/[^/]+\//;

/**
 * Brings what the stages made to the clone that it was submitted from, if the files that describe them are still as
 * they were there; else beside the record of the submission.
 *
 * @param root of the workspace in which it lies
 * @param folders of the stages, from the root
 * @returns what to say of it, in lines
 */
export async function bringStages(
  root: string,
  folders: readonly string[],
  { workspace }: SubmissionRecord,
  directory: string,
): Promise<string[]> {
  const { made } = submissionPaths(directory);
  const described = new Set(folders.flatMap((folder) => DESCRIBED.exec(folder) ?? []));
  const files = Object.entries(readFiles(directory)).filter(([file]) =>
    described.has(DESCRIBED.exec(file)?.[0] ?? ''),
  );
  const changed = existsSync(workspace) ? changedFiles(workspace, Object.fromEntries(files)) : [workspace];
  const to = changed.length === 0 ? workspace : made;
  const signal = new AbortController().signal;
  for (const folder of folders) {
    if (existsSync(join(root, folder))) {
      await copyStageFolder(join(root, folder), join(to, folder), { signal, onWait: () => {} });
    }
  }
  if (changed.length === 0) {
    rmSync(made, { recursive: true, force: true });
    return [`brought to ${workspace}`];
  }
  return [`brought to ${made}: ${changed[0]} is not what was submitted any more`];
}
