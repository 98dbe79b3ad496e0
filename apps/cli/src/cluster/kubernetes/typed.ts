import { SERVER_VARIABLE } from '@vestige/cache/variables';
import type { KubernetesOptions } from '@vestige/cluster/kubernetes';
import { UsageError } from '../../failure.ts';

/** What is typed of it. */
interface Typed {
  readonly image: string | undefined;
  readonly namespace: string | undefined;
  readonly 'cache-server': string | undefined;
  readonly 'cache-secret': string | undefined;
  readonly volume: string | undefined;
  readonly pods: number | undefined;
  readonly retries: number | undefined;
  readonly conductor: boolean;
  readonly partition: string | undefined;
  readonly account: string | undefined;
  readonly time: string | undefined;
  readonly sbatch: string | undefined;
  readonly 'cache-dir': string | undefined;
}

/** How often a task that failed is tried again. */
const RETRIES = 2;
const OF_SLURM = ['partition', 'account', 'time', 'sbatch', 'cache-dir'] as const;

/**
 * What a command line asks of Kubernetes.
 *
 * @throws {UsageError} if something is missing, or is for Slurm
 */
export function kubernetesOf(typed: Typed): KubernetesOptions {
  for (const name of OF_SLURM) {
    if (typed[name] !== undefined) throw new UsageError(`--${name} is for --to slurm; Kubernetes has none`);
  }
  const expected = (name: 'image' | 'cache-secret') => {
    const value = typed[name];
    if (value === undefined)
      throw new UsageError(`--to kubernetes expects --${name}; see \`vestige submit --help\``);
    return value;
  };
  const server = typed['cache-server'] ?? process.env[SERVER_VARIABLE] ?? '';
  if (!/^https?:\/\/[^/]/.test(server)) {
    throw new UsageError(
      `--cache-server ${JSON.stringify(server)}: expected the URL of a server of results; \`vestige cache serve\` starts one`,
    );
  }
  return {
    image: expected('image'),
    namespace: typed.namespace ?? null,
    cacheServer: server,
    secret: expected('cache-secret'),
    volume: typed.volume ?? null,
    parallelism: typed.pods ?? null,
    retries: typed.retries ?? RETRIES,
    conductor: typed.conductor,
  };
}
