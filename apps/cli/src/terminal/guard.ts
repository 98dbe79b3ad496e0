import { randomBytes } from 'node:crypto';
import { styleText } from 'node:util';
import { visible } from '@vestige/report/visible';

/** Stands for the escape character of our own styling: no text from a file or an argument can hold it. */
const SEAL = `\x1b${randomBytes(8).toString('hex')}`;

type Style = Parameters<typeof styleText>[0];
type Write = typeof process.stdout.write;

/** Text in a style, plain unless standard output is a terminal, and under NO_COLOR; for a guarded stream. */
export function styled(style: Style, text: string): string {
  const [open = '', close = ''] = styleText(style, '\0').split('\0').map(sealed);
  return open + text + close;
}

function sealed(sequence: string): string {
  return sequence.replaceAll('\x1b', SEAL);
}

/** Text for one line, of which every character is seen; its styles stay. */
export function oneLine(text: string): string {
  const plain = (part: string) => visible(part).replaceAll('\n', String.raw`\u000a`);
  return text.split(SEAL).map(plain).join(SEAL);
}

/** Text as a terminal may get it: nothing in it is obeyed but new lines and our own styles. */
export function guarded(text: string): string {
  return text.split(SEAL).map(visible).join('\x1b');
}

const unguardedWrites = new WeakMap<NodeJS.WriteStream, Write>();

/**
 * From now on whatever is written to standard output and standard error is {@link guarded}: file contents, names,
 * arguments and messages of libraries are shown, never obeyed.
 */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write: Write = stream.write.bind(stream);
    const decoder = new TextDecoder();
    unguardedWrites.set(stream, write);
    stream.write = ((chunk: string | Uint8Array, ...rest: []) =>
      write(
        guarded(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })),
        ...rest,
      )) as Write;
  }
}

/** The same stream for what moves the cursor itself, such as a progress bar: it makes its texts {@link visible}. */
export function unguarded(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = unguardedWrites.get(stream);
  if (!write) return stream;
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return write;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
