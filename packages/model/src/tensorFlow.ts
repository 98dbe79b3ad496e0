import { createRequire } from 'node:module';
import util from 'node:util';

/** What loads the backend `tensorflow`, in the order of preference. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
type TensorFlowPackage = (typeof PACKAGES)[number];

const resolveHere = (name: string) => createRequire(import.meta.url).resolve(name);

/**
 * The package that the backend `tensorflow` is loaded from: the one for GPUs if it is installed, else the one for
 * CPUs. Loads nothing.
 *
 * @param resolve throws unless a package of the name is installed
 */
export function tensorFlowPackage(
  resolve: (name: string) => unknown = resolveHere,
): TensorFlowPackage | undefined {
  return PACKAGES.find((name) => {
    try {
      resolve(name);
      return true;
    } catch {
      return false;
    }
  });
}

/** Loads a package of {@link tensorFlowPackage}, which registers the backend and makes it current. */
export async function loadTensorFlow(name: TensorFlowPackage): Promise<void> {
  restoreUtilities();
  // libtensorflow tells on stderr, each time, which instructions it was built without.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  await import(name);
}

/** tfjs-node 4.22 calls functions of `util` of which Node 22 warns and which Node 23 removed. */
function restoreUtilities(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
}
