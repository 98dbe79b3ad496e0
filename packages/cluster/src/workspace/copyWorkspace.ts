import { execFileSync } from 'node:child_process';
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Folders whose subfolders may be packages of the workspace, as the field `workspaces` of its package.json says. */
const PACKAGE_FOLDERS = ['packages', 'apps', 'tools'];
/** Scope of the workspace's own packages. */
const OWN = '@vestige';

/**
 * The files of a clone as it stands: those that git tracks and those that it does not ignore, edits that are not committed
 * included, from its root, sorted.
 *
 * @throws {Error} if the folder is no clone
 */
export function listFiles(root: string): string[] {
  let listed: string;
  try {
    listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const [said = message] = stderr.trim().split('\n');
    throw new Error(`${root}: git does not list its files (${said}); expected a clone`);
  }
  const files = new Set(listed.split('\0').filter((file) => file !== ''));
  return [...files].filter((file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile()).sort();
}

/**
 * Copies files of a workspace, and links its npm packages, which stand where they are; the workspace's own packages are
 * those of the copy.
 *
 * @param files from the root of the workspace
 * @param to folder of the copy; files that are there already are replaced
 */
export function copyWorkspace(from: string, files: readonly string[], to: string): void {
  const folders = new Set(files.map((file) => dirname(file)));
  for (const folder of folders) mkdirSync(join(to, folder), { recursive: true });
  for (const file of files) copyFileSync(join(from, file), join(to, file), constants.COPYFILE_FICLONE);
  linkPackages(from, to);
}

/** Links files that stay where they are. */
export function linkFiles(from: string, files: readonly string[], to: string): void {
  for (const file of files) {
    mkdirSync(join(to, dirname(file)), { recursive: true });
    link(join(from, file), join(to, file));
  }
}

function linkPackages(from: string, to: string): void {
  linkEntries(join(from, 'node_modules'), join(to, 'node_modules'), [OWN]);
  mkdirSync(join(to, 'node_modules', OWN), { recursive: true });
  for (const folder of packagesIn(to)) {
    link(join(to, folder), join(to, 'node_modules', OWN, basename(folder)));
    // What npm could not hoist.
    linkEntries(join(from, folder, 'node_modules'), join(to, folder, 'node_modules'), ['.cache']);
  }
}

function packagesIn(root: string): string[] {
  return PACKAGE_FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** Links each entry of a folder, so that the folder itself is one that git and Nx ignore. */
function linkEntries(from: string, to: string, except: readonly string[]): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from)) {
    // Where it really stands: a copy that lies between may go.
    if (!except.includes(entry)) link(realpathSync(join(from, entry)), join(to, entry));
  }
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
