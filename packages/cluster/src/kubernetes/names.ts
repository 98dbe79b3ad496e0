import { createHash } from 'node:crypto';

/** Characters of a DNS label, which the host name of a pod is. */
const LABEL = 63;
/** `-9999` behind the name of its Job. */
const INDEX = 5;

/**
 * Name of an object of a submission: letters, digits and dashes, short enough for the host names of its pods.
 *
 * @param parts what tells it from others, the longest of which is shortened where there is no room
 */
export function objectName(...parts: readonly string[]): string {
  const words = parts.map((part) => part.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
  const name = trimmed(words.join('-'));
  const room = LABEL - INDEX;
  if (name !== '' && name.length <= room && trimmed(parts.join('-')) === name) return name;
  const digest = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 8);
  const over = words.join('-').length + 1 + digest.length - room;
  const long = words.reduce((a, b) => (b.length > a.length ? b : a));
  const short = words.map((word) =>
    word === long && over > 0 ? word.slice(0, Math.max(1, word.length - over)) : word,
  );
  return trimmed(`${short.join('-').slice(0, room - 1 - digest.length)}-${digest}`);
}

/** Value of a label: as it is where it may be one, else its name as an object. */
export function labelValue(text: string): string {
  return text.length <= LABEL && /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text)
    ? text
    : objectName(text);
}

function trimmed(name: string): string {
  return name.replace(/^-+|-+$/g, '');
}
