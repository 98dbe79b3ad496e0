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
/** Options that name an object of the API. */
const OBJECTS = ['namespace', 'cache-secret', 'volume'] as const;
const OBJECT_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const OF_KUBERNETES = [...OBJECTS, 'image', 'cache-server', 'pods', 'retries'] as const;

/** @throws {UsageError} if an option is typed that Slurm has no use for */
export function expectNoneOfKubernetes(
  typed: Pick<Typed, (typeof OF_KUBERNETES)[number] | 'conductor'>,
): void {
  const given = OF_KUBERNETES.find((name) => typed[name] !== undefined);
  refuse(given ?? (typed.conductor ? undefined : 'no-conductor'), 'kubernetes', 'Slurm');
}

/**
 * What a command line asks of Kubernetes.
 *
 * @throws {UsageError} if something is missing, or is for Slurm
 */
export function kubernetesOf(typed: Typed): KubernetesOptions {
  const ofSlurm = OF_SLURM.find((name) => typed[name] !== undefined);
  refuse(ofSlurm, 'slurm', 'Kubernetes');
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
  const image = expected('image');
  if (!/^\S+$/.test(image)) {
    throw new UsageError(
      `--image ${JSON.stringify(image)}: expected the name of an image, such as registry.example/vestige`,
    );
  }
  const secret = expected('cache-secret');
  for (const name of OBJECTS) expectObjectName(name, typed[name]);
  return {
    image,
    namespace: typed.namespace ?? null,
    cacheServer: server,
    secret,
    volume: typed.volume ?? null,
    parallelism: typed.pods ?? null,
    retries: typed.retries ?? RETRIES,
    conductor: typed.conductor,
  };
}

function refuse(option: string | undefined, of: string, meant: string): void {
  if (option !== undefined) throw new UsageError(`--${option} is for --to ${of}; ${meant} has none`);
}

function expectObjectName(option: string, name: string | undefined): void {
  if (name === undefined || OBJECT_NAME.test(name)) return;
  throw new UsageError(
    `--${option} ${JSON.stringify(name)}: expected a name as Kubernetes takes it, of small letters, digits, "-" and "."`,
  );
}
