import { connect } from 'node:net';

/** What a server sent on one connection. */
export interface Heard {
  /** Everything, byte for byte as Latin-1. */
  readonly raw: string;
  /** Status of the first response; undefined if there was none. */
  readonly status: number | undefined;
  readonly body: string;
  /** A header of the first response. */
  header(name: string): string | undefined;
}

/**
 * Sends bytes as they are, and listens until the server closes the connection.
 *
 * @param half closes the sending side at once
 * @param patience milliseconds of silence after which it gives up
 */
export function raw(port: number, bytes: string, { half = false, patience = 30_000 } = {}): Promise<Heard> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.setEncoding('latin1').setTimeout(patience, () => socket.destroy());
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => resolve(parsed(heard)));
    if (half) socket.end(bytes, 'latin1');
    else socket.write(bytes, 'latin1');
  });
}

function parsed(raw: string): Heard {
  const end = raw.indexOf('\r\n\r\n');
  const head = end < 0 ? raw : raw.slice(0, end);
  const status = /^HTTP\/1\.\d (\d{3})/.exec(head)?.[1];
  return {
    raw,
    status: status === undefined ? undefined : Number(status),
    body: end < 0 ? '' : raw.slice(end + 4),
    header: (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trimEnd(),
  };
}
