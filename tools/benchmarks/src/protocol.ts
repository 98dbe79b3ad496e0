import type { Lesson } from '@vestige/policy';
import type { Size } from './sizes.ts';

/** What a worker is told to measure. The same for all systems; each takes from it what it needs. */
export interface Workload {
  readonly kind: 'train' | 'sample' | 'reinforce' | 'grpo';
  /** Name of the setup. */
  readonly setup: string;
  /** Directory of the base policy's checkpoint. */
  readonly base: string;
  /** JSON file of {@link Work}. */
  readonly work: string;
  readonly model: { readonly width: number; readonly layers: number; readonly heads: number };
  readonly vocabularySize: number;
  readonly promptLength: number;
  readonly trainBatch: number;
  readonly rolloutBatch: number;
  /** Rollouts of one prompt, for `grpo`. */
  readonly groupSize: number;
  /** So small that the policy stays the base policy: every repetition does the same work. */
  readonly learningRate: number;
  /** Whether sampling ends at the stop token; otherwise every completion has the full length. */
  readonly stops: boolean;
  readonly task: {
    readonly maxNewTokens: number;
    readonly eos: number;
    readonly endThink: number;
    readonly answerPrefix: readonly number[];
    /** Weight of the KL to the reference. */
    readonly kl: number;
  };
}

/** A matrix product, [rows, depth] x [depth, columns], `times` times a step. */
export interface ProductWorkload {
  readonly kind: 'product';
  readonly size: readonly [rows: number, depth: number, columns: number];
  readonly times: number;
}

/** A step of a random model on random tokens; its learning rate leaves the model as it is. */
export interface SizedWorkload extends Omit<Size, 'name'> {
  readonly kind: 'sized';
  readonly task: 'train' | 'sample';
}

/** Data that all systems work on. */
export interface Work {
  /** Whole batches. */
  readonly lessons: readonly Lesson[];
  /** The same as token ids, prompt and completion. */
  readonly demonstrations: readonly (readonly number[])[];
  /** Token ids. */
  readonly prompts: readonly (readonly number[])[];
  /** The right answer's token id, for each prompt. */
  readonly labels: readonly number[];
}

/** One command a line, as JSON on a worker's stdin; one answer a line on its stdout. */
export type Command =
  | { readonly prepare: Workload | ProductWorkload | SizedWorkload }
  /** One step that is not measured, then so many that are. */
  | { readonly run: number }
  /** Where the time of so many steps goes. */
  | { readonly profile: number }
  /** What is in memory after so many more steps. */
  | { readonly memory: number }
  /** Trains the base policy of a setup and writes its checkpoint and the file of {@link Work}. */
  | { readonly write: { readonly setup: string; readonly base: string; readonly work: string } };

/** What a run of steps took, and the mean of what the steps returned. */
export interface RunSummary {
  /** Wall-clock time a step. */
  readonly ms: number;
  /** Processor time a step, of all threads. */
  readonly cpuMs: number;
  /** Generated tokens a step. */
  readonly tokens?: number;
  readonly loss?: number;
  readonly reward?: number;
}

/** What a process holds. */
export interface MemoryUse {
  /** WebAssembly memory, which only grows, bytes; 0 on another backend. */
  readonly wasm: number;
  /** The most that was resident, of everything in the process, bytes. */
  readonly peak: number;
  readonly tensors: number;
  /** JavaScript objects in use, after a collection of garbage, bytes. */
  readonly heap: number;
}

/** Time of one op at one size. */
export interface OpTime {
  readonly op: string;
  readonly size: string;
  /** A step. */
  readonly calls: number;
  /** A step, without the ops it calls. */
  readonly ms: number;
  /** Floating-point operations a step; 0 where they are not counted. */
  readonly flops: number;
}
