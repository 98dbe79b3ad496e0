import { useEffect, useRef, useState } from 'preact/hooks';

/** A value once it has not changed for a while. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(latest.current), milliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
