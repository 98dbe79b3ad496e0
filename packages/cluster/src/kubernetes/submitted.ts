import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Names in the folder that a pod has of what was submitted. */
export const TASKS_FILE = 'tasks';
export const RECIPE_FILE = 'recipe.json';
export const FILES_FOLDER = 'files';

const recipeSchema = z.strictObject({
  /** Words of a command line that name what is run, from the root of a workspace. */
  named: z.array(z.string()),
  /** Version of Node, which decides what Nx takes for the same. */
  node: z.string(),
  /** Variables that decide figures. */
  environment: z.record(z.string(), z.string()),
  /** Names of further variables of the pods that tasks are given: keys of servers. */
  keys: z.array(z.string()),
  /** SHA-256 by path of the files that decide what is computed. */
  digests: z.record(z.string(), z.string()),
});

/** What the pods of a submission have to start from. */
export type Recipe = z.infer<typeof recipeSchema>;

/** @throws {Error} if the folder has none */
export function readRecipe(submission: string): Recipe {
  return recipeSchema.parse(JSON.parse(readFileSync(join(submission, RECIPE_FILE), 'utf8')));
}

/** What no task reads, so that the image need not be built anew for it. */
const PASSED_OVER = /\.(md|png|test\.ts|test\.ts\.snap)$|^docs\/|^\.github\/|\/testing\/|\/__snapshots__\//;

/** Whether a file may decide what is computed. */
export function decides(file: string): boolean {
  return !PASSED_OVER.test(file);
}
