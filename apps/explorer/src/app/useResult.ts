import { useEffect, useLayoutEffect, useState } from 'preact/hooks';

/** A result that is being worked out: nothing yet, a value, or why there is none. */
export interface Result<T> {
  readonly value: T | undefined;
  readonly error: Error | undefined;
}

/**
 * Works something out, again whenever one of `inputs` changes. The last value stays until the next is there; a result
 * that comes too late is dropped.
 */
export function useResult<T>(work: () => Promise<T>, inputs: readonly unknown[]): Result<T> {
  return useWork(useEffect, work, inputs);
}

/**
 * The same, begun before the browser draws what changed: if nothing has to be waited for, as for a policy of the page,
 * both are drawn together.
 */
export function useResultAtOnce<T>(work: () => Promise<T>, inputs: readonly unknown[]): Result<T> {
  return useWork(useLayoutEffect, work, inputs);
}

function useWork<T>(
  useBegin: typeof useEffect,
  work: () => Promise<T>,
  inputs: readonly unknown[],
): Result<T> {
  const [result, setResult] = useState<Result<T>>({ value: undefined, error: undefined });
  useBegin(() => {
    let late = false;
    work().then(
      (value) => late || setResult({ value, error: undefined }),
      (error) => late || setResult({ value: undefined, error }),
    );
    return () => {
      late = true;
    };
  }, inputs);
  return result;
}
