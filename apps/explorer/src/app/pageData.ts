import { createEnvironment, type Environment } from '@vestige/environment';
import { type CompiledKernels, compileKernels, fastestVariant } from '@vestige/kernels/standalone';
import { createInference, decodeSafetensors } from '@vestige/model/inference';
import {
  CURVES,
  KERNELS,
  MANIFEST,
  type Manifest,
  type ManifestCondition,
  type ManifestPolicy,
  type ManifestRun,
  PROMPTS,
  ROLLOUTS,
  TRANSCRIPTS,
  type Transcripts,
} from '../format.ts';
import { readBlock, readJson } from './block.ts';
import { type Curve, readCurves } from './curves/curveTable.ts';
import { type LoadedPolicy, loadedPolicy } from './loadedPolicy.ts';
import { type PromptTable, readPromptTable } from './promptTable.ts';
import { type RolloutTable, readRolloutTable } from './rolloutTable.ts';

/** All that the page holds. Tables and policies are unpacked when they are first asked for. */
export class PageData {
  readonly manifest: Manifest;
  readonly #environments: readonly Environment[];
  #kernels: Promise<CompiledKernels | undefined> | undefined;
  #rollouts: Promise<RolloutTable> | undefined;
  #prompts: Promise<PromptTable> | undefined;
  #curves: Promise<readonly Curve[]> | undefined;
  #transcripts: Promise<Transcripts> | undefined;
  readonly #policies = new Map<ManifestPolicy, Promise<LoadedPolicy>>();

  private constructor(manifest: Manifest) {
    this.manifest = manifest;
    this.#environments = manifest.environments.map(createEnvironment);
  }

  /** What counts as a mention in the environments of the runs, in words: `the nationality`. */
  get mentions(): string {
    return [...new Set(this.#environments.map(({ mentions }) => mentions))].join(' or ');
  }

  /** Reads the manifest of this page. */
  static async open(): Promise<PageData> {
    return new PageData(await readJson(MANIFEST));
  }

  run(place: number): ManifestRun {
    return this.manifest.runs[place]!;
  }

  condition(run: number): ManifestCondition {
    return this.manifest.conditions[this.run(run).condition]!;
  }

  environment(run: number): Environment {
    return this.#environments[this.run(run).environment]!;
  }

  /** A run in words, such as `biased, seed 10`. */
  runName(run: number): string {
    return `${this.condition(run).name}, seed ${this.run(run).seed}`;
  }

  /** Policies of a run, earliest first. */
  policiesOf(run: number): ManifestPolicy[] {
    return this.manifest.policies.filter((policy) => policy.run === run).sort((a, b) => a.step - b.step);
  }

  /** The policy of a run that is nearest to an update; undefined if the page has none of it. */
  policyNear(run: number, step: number): ManifestPolicy | undefined {
    return this.policiesOf(run).reduce<ManifestPolicy | undefined>(
      (best, policy) =>
        best === undefined || Math.abs(policy.step - step) < Math.abs(best.step - step) ? policy : best,
      undefined,
    );
  }

  /** A policy, ready to run. */
  policy(policy: ManifestPolicy): Promise<LoadedPolicy> {
    const known = this.#policies.get(policy);
    if (known) return known;
    const made = this.#load(policy);
    this.#policies.set(policy, made);
    return made;
  }

  rollouts(): Promise<RolloutTable> {
    this.#rollouts ??= readBlock(ROLLOUTS).then((bytes) =>
      readRolloutTable(bytes, (run) => this.environment(run)),
    );
    return this.#rollouts;
  }

  prompts(): Promise<PromptTable> {
    this.#prompts ??= readBlock(PROMPTS).then((bytes) =>
      readPromptTable(bytes, (run) => this.environment(run)),
    );
    return this.#prompts;
  }

  /** What policies that were trained elsewhere wrote and answered. */
  transcripts(): Promise<Transcripts> {
    this.#transcripts ??= readJson(TRANSCRIPTS);
    return this.#transcripts;
  }

  /** Learning curves of all runs that were trained, in the page or not. */
  curves(): Promise<readonly Curve[]> {
    this.#curves ??= readBlock(CURVES).then(readCurves);
    return this.#curves;
  }

  /** Place of a run among those of the page; -1 if it holds nothing of it but its curves. */
  runOf(condition: number, seed: number): number {
    return this.manifest.runs.findIndex((run) => run.condition === condition && run.seed === seed);
  }

  async #load({ block, model, run, directory }: ManifestPolicy): Promise<LoadedPolicy> {
    this.#kernels ??= kernels();
    const { tensors } = decodeSafetensors(await readBlock(block));
    const { format } = this.environment(run);
    const stored = { options: model, vocabularySize: format.vocabulary.length, tensors };
    return loadedPolicy(directory, await createInference(stored, await this.#kernels), format);
  }
}

/** The kernels that run here fastest; undefined where none does, and policies run in plain TypeScript. */
async function kernels(): Promise<CompiledKernels | undefined> {
  try {
    const variant = fastestVariant();
    return variant && (await compileKernels(variant, await readBlock(KERNELS[variant])));
  } catch {
    // A browser may refuse WebAssembly altogether, by its settings or another page policy.
    return undefined;
  }
}
