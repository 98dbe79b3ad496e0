/** What a cache did that it should not, in words that follow "it": `answered 500`. */
export class Fault extends Error {
  override name = 'Fault';
  /** Whether the next try may well go better. */
  readonly passing: boolean;
  /** Whether no try will go better. */
  readonly final: boolean;
  /** Whether it was as if nobody were there, who then neither gives nor takes. */
  readonly absent: boolean;

  constructor(message: string, { passing = false, final = false, absent = false } = {}) {
    super(message);
    this.passing = passing;
    this.final = final;
    this.absent = absent;
  }
}

/** What went wrong with a connection as a fault. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return new Fault('is not there (connection refused)', { absent: true });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new Fault('is not there (its name is unknown)', { absent: true });
  if (CUT.includes(code)) return new Fault('cut the connection', { passing: true });
  return new Fault(`failed (${message || code})`);
}

const CUT = ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'];
