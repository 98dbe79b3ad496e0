import { useEffect, useRef, useState } from 'preact/hooks';

/** A value once it has not changed for a while. */
export function useDebounced<T>(value: T, milliseconds: number): T {
  const [debounced, setDebounced] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(latest.current), milliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return debounced;
}
