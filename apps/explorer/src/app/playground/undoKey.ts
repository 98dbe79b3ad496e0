/** What Ctrl+Z, Ctrl+Y and their like ask for; nothing inside of text fields, which have their own. */
export function undoKey({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  target,
}: KeyboardEvent): 'undo' | 'redo' | undefined {
  if (!(ctrlKey || metaKey) || (target as Element).matches('textarea, input[type=text]')) return undefined;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' ? 'redo' : undefined;
}
