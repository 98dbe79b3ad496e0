import type { Recipe } from './submitted.ts';

/** What a submission asks of a cluster of Kubernetes. */
export interface KubernetesOptions {
  /** Image with the workspace and its packages, as `tools/kubernetes/Dockerfile` makes it. */
  readonly image: string;
  /** Null for the one that kubectl is set to. */
  readonly namespace: string | null;
  /** URL of the shared cache, as the pods reach it. */
  readonly cacheServer: string;
  /** Secret whose key `token` is the token of the shared cache; keys of servers are in it by the name of their variable. */
  readonly secret: string;
  /** Claim of a volume for stages that were interrupted; null where they begin anew. */
  readonly volume: string | null;
  /** Pods of a Job at a time; null for as many as it has indexes. */
  readonly parallelism: number | null;
  /** How often a task may fail and is tried again; pods that were taken away do not count. */
  readonly retries: number;
  /** Whether a pod of the submission starts the Jobs that wait; else `vestige status --watch` does. */
  readonly conductor: boolean;
}

/** A file of the submission that the image does not have. */
export interface SubmittedFile {
  /** From the root of the workspace. */
  readonly path: string;
  readonly content: Buffer;
}

/** What is submitted. */
export interface Submitted {
  /** Nx project of the report. */
  readonly project: string;
  /** Tells submissions of a project apart. */
  readonly id: string;
  /** The experiments, which change more often than the image. */
  readonly files: readonly SubmittedFile[];
  readonly recipe: Recipe;
}
