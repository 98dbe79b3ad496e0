import { fileURLToPath } from 'node:url';

/** Root of the workspace, known to stages without what their hashes leave out. */
export const WORKSPACE_ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
