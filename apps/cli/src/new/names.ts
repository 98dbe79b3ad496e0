import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failure.ts';
import { shortPath } from '../terminal/shortPath.ts';

/** @throws {UsageError} if a new thing cannot have this name */
export function checkName(what: string, name: string): void {
  if (/^[a-z][a-z0-9]*$/.test(name)) return;
  throw new UsageError(
    `${what} name "${name}": expected lower-case letters and digits, beginning with a letter, such as "loan2"`,
  );
}

/** @throws {UsageError} if something is there already */
export function refuseToOverwrite(paths: readonly string[]): void {
  const present = paths.find((path) => existsSync(path));
  if (present === undefined) return;
  throw new UsageError(`${shortPath(present)}: exists already; choose another name, or delete it first`);
}

/** Names of the Nx projects that are packages of the workspace: an experiment cannot have one of them. */
export function packageProjects(workspace: string): string[] {
  return globSync('{packages,apps,tools}/*/package.json', { cwd: workspace }).map((file) => {
    const { name, nx } = JSON.parse(readFileSync(join(workspace, file), 'utf8'));
    return nx?.name ?? name;
  });
}
