import { useEffect, useState } from 'preact/hooks';
import { useDebounced } from '../playground/useDebounced.ts';
import { type ModelAnswers, type ModelClient, type ModelContext, SupersededError } from './modelClient.ts';

/** Milliseconds after the last key before the model is asked. */
const PAUSE = 400;

/** What the policy answers to something that is being edited. */
export interface Asked {
  /** The newest answers, and to what; they stay until the next are there. */
  readonly answered: { readonly context: ModelContext; readonly answers: ModelAnswers } | undefined;
  readonly error: Error | undefined;
  /** Whether newer ones are on their way. */
  readonly asking: boolean;
}

/**
 * Asks anew when what is edited has not changed for a while; what was asked before is dropped.
 *
 * @param candidates as {@link ModelClient.answers} takes them
 * @param paused whether to wait, since the model is at something else
 */
export function useModelAnswers(
  client: ModelClient,
  context: ModelContext,
  candidates: readonly string[] | null | undefined,
  paused: boolean,
): Asked {
  const settled = useDebounced(context, PAUSE);
  const [state, setState] = useState<Asked>({ answered: undefined, error: undefined, asking: true });
  const key = JSON.stringify([settled, candidates]);
  useEffect(() => {
    if (paused) return;
    const controller = new AbortController();
    setState(({ answered }) => ({ answered, error: undefined, asking: true }));
    client.answers(settled, candidates, controller.signal).then(
      (answers) => {
        if (controller.signal.aborted) return;
        setState({ answered: { context: settled, answers }, error: undefined, asking: false });
      },
      (error: Error) => {
        if (controller.signal.aborted || error instanceof SupersededError) return;
        setState(({ answered }) => ({ answered, error, asking: false }));
      },
    );
    return () => controller.abort();
  }, [client, key, paused]);
  return JSON.stringify(settled) === JSON.stringify(context) ? state : { ...state, asking: true };
}
