/** Stages of an experiment. */
export type StageName = 'pretrain' | 'train' | 'ablate' | 'analyze' | 'report';

/**
 * All that is said of a stage, once: its Nx target and what that is hashed by, the files that its command asks for
 * before it begins, and the manifest that its folder is held against derive from it.
 */
export interface Stage<Name extends string = string, Earlier extends string = Name> {
  /** Its command, its Nx target, and its folder. */
  readonly name: Name;
  /** What it does, in a line. */
  readonly description: string;
  /** Its module among `apps/cli/src/stages`. */
  readonly module: string;
  /**
   * What has such a stage: each base, each condition that is trained from one, each of both, each policy that was trained
   * elsewhere, each imported run, or all that a file describes as a whole.
   */
  readonly of: 'bases' | 'conditions' | 'trained' | 'policies' | 'runs' | 'whole';
  /**
   * Fields that it reads of the file, where `<condition>` stands for the place at which the file describes that of the
   * run; or all but some. Of presets it reads its own.
   */
  readonly fields: readonly string[] | { readonly allBut: readonly string[] };
  /** The stages that it comes after, in the order in which its manifest names them. */
  readonly after: readonly After<Earlier>[];
  /** Which files of the tasks before it, builds among them, it is hashed by; none if absent. */
  readonly hashes?: string;
  /** What lies in its folder when it is done; `drift.arrow` only if asked for. */
  readonly makes: readonly string[];
  /** Projects that have to be built before. */
  readonly builds: readonly string[];
  /** Packages of the workspace that its modules in the CLI import. */
  readonly packages: readonly string[];
  /** npm packages that they import. */
  readonly npm?: readonly string[];
  /** What of the packages that these depend on it does not run. */
  readonly without?: Without;
  /** Whether it computes with the model on a backend. */
  readonly model: boolean;
}

/** A stage that another comes after, and what this reads in its folder. */
export interface After<Earlier extends string = string> {
  readonly stage: Earlier;
  /** Of a run: that of the base that it is trained from, and not its own. */
  readonly ofBase?: true;
  /** The policies that it has saved. */
  readonly policies?: true;
  readonly files?: readonly string[];
  /** The table of drift too, of conditions that measure it. */
  readonly drift?: true;
  /** The same of policies that were trained elsewhere, beside the others. */
  readonly filesOfGiven?: readonly string[];
  /** Only linked: it has to be there, and nothing is read. */
  readonly linked?: true;
}

/** What a stage does not run, though something that it imports depends on it. */
export interface Without {
  /** Packages of the workspace, except for the schemas of their options. */
  readonly packages: readonly string[];
  /** Folders, from the root of the workspace. */
  readonly folders?: readonly string[];
  /** npm packages. */
  readonly npm?: readonly string[];
}
