import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { randomStream } from '@vestige/random';
import { JobController, type PodRecord } from './controller.ts';
import { answerKubectl } from './kubectlAnswers.ts';
import { type AnyObject, type ConfigMap, type Job, objectSchema } from './schemas.ts';

/** Pods that are taken away while they run. */
interface Preemption {
  readonly seed: number;
  /** Milliseconds that a pod is left alone, on the average. */
  readonly mean: number;
  /** Pods at most. */
  readonly most: number;
}

export interface ClusterOptions {
  /** Folder for what pods hold and say, and for what claims hold. */
  readonly folder: string;
  /** Folder of the workspace of each image. */
  readonly images: Readonly<Record<string, string>>;
  /** Value of each key of each Secret. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Pods at a time. */
  readonly slots: number;
  readonly preemption: Preemption | null;
  readonly namespace?: string;
  /** Kinds that whoever has kubectl has no right to, in small letters and of number many. */
  readonly forbidden?: readonly string[];
}

/**
 * As much of a cluster of Kubernetes as runs the manifests of a submission on this machine: a part of the API that pods
 * reach with the rights of their account, a controller of Jobs, and processes in the place of containers.
 */
export class LocalCluster implements AsyncDisposable {
  readonly namespace: string;
  readonly forbidden: readonly string[];
  readonly controller: JobController;
  readonly #objects = new Map<string, AnyObject>();
  readonly #tokens = new Map<string, string>();
  readonly #server: Server;
  #disrupted = 0;

  private constructor(server: Server, options: ClusterOptions) {
    const { folder, images, secrets, slots, preemption, namespace = 'default', forbidden = [] } = options;
    this.#server = server;
    this.namespace = namespace;
    this.forbidden = forbidden;
    const random = preemption && randomStream(preemption.seed, 'preemption');
    this.controller = new JobController({
      ...{ slots, folder },
      pods: {
        image: (name) => expected(images[name], `image ${name}`),
        secret: (name, key) => secrets[name]?.[key],
        hosts: new Map([['https://kubernetes.default.svc', this.url]]),
        sources: {
          namespace,
          configMap: (name) => this.#objects.get(`ConfigMap/${name}`) as ConfigMap | undefined,
          token: (account) => {
            expected(this.#objects.get(`ServiceAccount/${account}`), `account ${account}`);
            const token = randomUUID();
            this.#tokens.set(token, account);
            return token;
          },
          claim: (name) => {
            const path = join(folder, 'claims', name);
            mkdirSync(path, { recursive: true });
            return path;
          },
        },
      },
      onStart: (_, pod) => {
        if (preemption === null || random === null) return;
        const timer = setTimeout(
          () => {
            if (this.#disrupted >= preemption.most) return;
            this.#disrupted++;
            pod.disrupt();
          },
          -preemption.mean * Math.log(1 - random.uniform()),
        );
        void pod.ended.then(() => clearTimeout(timer));
      },
    });
  }

  static async start(options: ClusterOptions): Promise<LocalCluster> {
    const server = createServer((request, response) => {
      const answer = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      cluster.#answer(request).then(
        ({ status, body }) => answer(status, body),
        (error: Error) => answer(500, { message: error.message }),
      );
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const cluster = new LocalCluster(server, options);
    return cluster;
  }

  /** Address of its API. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Pods that were taken away. */
  get disrupted(): number {
    return this.#disrupted;
  }

  get pods(): readonly PodRecord[] {
    return this.controller.pods;
  }

  /** Makes objects. @throws {Error} if one is not honoured here, is there already or is of another namespace */
  create(contents: readonly unknown[]): AnyObject[] {
    return contents.map((content) => {
      const object = objectSchema.parse(content);
      const { name, namespace = this.namespace } = object.metadata;
      const key = `${object.kind}/${name}`;
      if (namespace !== this.namespace) throw new Error(`namespaces "${namespace}" not found`);
      if (this.#objects.has(key)) throw new Error(`${object.kind} "${name}" already exists`);
      this.#objects.set(key, object);
      if (object.kind === 'Job') this.controller.add(object);
      return object;
    });
  }

  /** Objects of some kinds, in small letters and of number many, with what has become of them. */
  list(kinds: readonly string[], selector: Readonly<Record<string, string>>): object[] {
    const fits = (labels: Readonly<Record<string, string>>) =>
      Object.entries(selector).every(([label, value]) => labels[label] === value);
    const objects = [...this.#objects.values()].filter(({ kind }) => kinds.includes(pluralOf(kind)));
    const pods = kinds.includes('pods') ? this.pods.map(podObject) : [];
    return [...objects.map((object) => this.#withStatus(object)), ...pods].filter(({ metadata }) =>
      fits(metadata.labels),
    );
  }

  /** Removes objects, and ends their pods; their names. */
  delete(kinds: readonly string[], selector: Readonly<Record<string, string>>): string[] {
    return (this.list(kinds, selector) as AnyObject[]).map(({ kind, metadata: { name } }) => {
      this.#objects.delete(`${kind}/${name}`);
      if (kind === 'Job') this.controller.remove(name);
      return `${pluralOf(kind).slice(0, -1)}/${name}`;
    });
  }

  /** Starts or suspends a Job, as a merge patch says. @throws {Error} if there is no such Job */
  patchJob(name: string, patch: { spec?: { suspend?: boolean } }): object {
    const job = expected(this.#objects.get(`Job/${name}`) as Job | undefined, `jobs.batch "${name}"`);
    if (patch.spec?.suspend !== undefined) job.spec.suspend = patch.spec.suspend;
    this.controller.look();
    return this.#withStatus(job);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.delete(['jobs'], {});
    await this.controller.end();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #withStatus(object: AnyObject) {
    return object.kind === 'Job' ? { ...object, status: this.controller.statusOf(object) } : object;
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    if (request.url === '/kubectl') {
      return { status: 200, body: answerKubectl(this, JSON.parse(await text(request))) };
    }
    const [, namespace, name] =
      /^\/apis\/batch\/v1\/namespaces\/([^/]+)\/jobs\/([^/]+)$/.exec(request.url!) ?? [];
    const account = this.#tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
    if (account === undefined) return { status: 401, body: { message: 'Unauthorized' } };
    const verb = { GET: 'get', PATCH: 'patch' }[request.method!];
    if (verb === undefined || name === undefined) return { status: 404, body: { message: 'not found' } };
    if (namespace !== this.namespace || !this.#may(account, verb, name)) {
      return { status: 403, body: { message: `${account} cannot ${verb} ${name} in ${namespace}` } };
    }
    const job = this.#objects.get(`Job/${name}`);
    if (job === undefined) return { status: 404, body: { message: `jobs.batch "${name}" not found` } };
    if (verb === 'get') return { status: 200, body: this.#withStatus(job) };
    if (request.headers['content-type'] !== 'application/merge-patch+json') {
      return { status: 415, body: { message: 'expected a merge patch' } };
    }
    return { status: 200, body: this.patchJob(name, JSON.parse(await text(request))) };
  }

  #may(account: string, verb: string, name: string): boolean {
    const all = [...this.#objects.values()];
    return all.some(
      (binding) =>
        binding.kind === 'RoleBinding' &&
        binding.subjects.some((subject) => subject.name === account) &&
        all.some(
          (role) =>
            role.kind === 'Role' &&
            role.metadata.name === binding.roleRef.name &&
            role.rules.some(
              ({ apiGroups, resources, resourceNames, verbs }) =>
                apiGroups.includes('batch') &&
                resources.includes('jobs') &&
                resourceNames.includes(name) &&
                verbs.includes(verb),
            ),
        ),
    );
  }
}

/** A pod as the API gives it, as far as anybody reads it. */
function podObject({ name, job, index, started, finished, ended, message }: PodRecord) {
  const indexed = job.spec.completionMode === 'Indexed';
  const { template } = job.spec;
  const container = template.spec.containers[0].name;
  const reason = ended?.exitCode === 0 ? 'Completed' : 'Error';
  const state =
    ended === null
      ? { running: { startedAt: started } }
      : {
          terminated: { exitCode: ended.exitCode, reason, message, startedAt: started, finishedAt: finished },
        };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: { ...template.metadata.labels, 'batch.kubernetes.io/job-name': job.metadata.name },
      annotations: indexed ? { 'batch.kubernetes.io/job-completion-index': String(index) } : {},
      creationTimestamp: started,
    },
    spec: { nodeName: 'here' },
    status: {
      phase: ended === null ? 'Running' : ended.exitCode === 0 ? 'Succeeded' : 'Failed',
      startTime: started,
      conditions: ended?.disrupted
        ? [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }]
        : [],
      containerStatuses: [{ name: container, state }],
    },
  };
}

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}s`;
}

function expected<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} not found`);
  return value;
}
