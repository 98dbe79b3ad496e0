import { endingOf, packed } from '../entry/pack.ts';

/** An entry as Nx packs it, with outputs by their paths. */
export function entryOf(outputs: Readonly<Record<string, string | Buffer>>): Promise<Buffer<ArrayBuffer>> {
  const parts = Object.entries(outputs).map(([name, content]) => ({ name, content, mode: 0o644 }));
  return packed([...parts, ...endingOf('told\n', 0)]);
}
