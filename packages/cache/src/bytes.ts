const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** A size such as `2GB`, `1.5 GiB` or `4096` in bytes; null if it is none. */
export function bytesOf(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt]i?b|b)?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const bytes = Math.floor(Number(number) * UNITS[(unit ?? '').toLowerCase().replace(/^b$/, '')]!);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}

/** A number of bytes for a reader: `10.1 kB`, `2 GB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}
