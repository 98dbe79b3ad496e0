import { useEffect, useRef } from 'preact/hooks';

/** What keys do. */
export interface Commands {
  readonly search: () => void;
  readonly next: () => void;
  readonly previous: () => void;
  readonly open: () => void;
  readonly leave: () => void;
}

const KEYS: Readonly<Record<string, keyof Commands>> = {
  '/': 'search',
  j: 'next',
  k: 'previous',
  Enter: 'open',
  Escape: 'leave',
};

/** Listens to the keyboard, except for what is typed into a field or presses a button. */
export function useKeys(commands: Commands): void {
  const current = useRef(commands);
  current.current = commands;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const command = KEYS[event.key];
      if (!command || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.matches('input, select, textarea')) {
        if (command === 'leave') target.blur();
        return;
      }
      if (command === 'open' && target.closest('button, a, summary')) return;
      event.preventDefault();
      current.current[command]();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
