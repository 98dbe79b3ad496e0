import type { Thinking } from '../thinking.ts';

/** What the policy is shown, and how it came about. */
export interface Edit extends Thinking {
  /** What was done, in a few words. */
  readonly by: string;
  /** The question with the chain of thought that was written for it, before any edit. */
  readonly own: Thinking;
  /** Whether it was typed: words typed one after the other are one edit. */
  readonly typed?: boolean;
}

/** Edits, to be taken back and made again. */
export interface History {
  readonly past: readonly Edit[];
  readonly present: Edit;
  /** The next one first. */
  readonly future: readonly Edit[];
  /** Different ones that were made, the latest first. */
  readonly tried: readonly Edit[];
}

export type Action =
  | { readonly do: 'edit'; readonly edit: Edit }
  /** Shows an edit that was tried before. */
  | { readonly do: 'return'; readonly edit: Edit }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  /** Forgets all: another environment speaks other words. */
  | { readonly do: 'restart'; readonly edit: Edit };

/** Edits that are kept to be returned to. */
const TRIED = 8;
/** Edits that can be taken back. */
const PAST = 200;

export function begin(edit: Edit): History {
  return { past: [], present: edit, future: [], tried: [edit] };
}

export function advance(history: History, action: Action): History {
  const { past, present, future, tried } = history;
  switch (action.do) {
    case 'edit': {
      const { edit } = action;
      const goesOn =
        edit.typed === true && present.typed === true && present.by === edit.by && present.own === edit.own;
      const others = tried.filter((one) => !alike(one, edit) && !(goesOn && one === present));
      return {
        past: goesOn ? past : pushed(past, present),
        present: edit,
        future: [],
        tried: [edit, ...others].slice(0, TRIED),
      };
    }
    case 'return':
      return { past: pushed(past, present), present: action.edit, future: [], tried };
    case 'undo': {
      const last = past.at(-1);
      return last ? { past: past.slice(0, -1), present: last, future: [present, ...future], tried } : history;
    }
    case 'redo': {
      const [next, ...later] = future;
      return next ? { past: pushed(past, present), present: next, future: later, tried } : history;
    }
    case 'restart':
      return begin(action.edit);
  }
}

/** Whether a policy is shown the same. */
export function alike(a: Thinking, b: Thinking): boolean {
  return a.question === b.question && a.thought === b.thought;
}

function pushed(past: readonly Edit[], edit: Edit): readonly Edit[] {
  return [...past, edit].slice(-PAST);
}
