/** Objects of a response that come one by one, each a line of JSON (NDJSON), up to where it ends or breaks off. */
export async function* jsonLines<T>({ body }: Response): AsyncGenerator<T, void> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const next = () => reader.read().catch(() => ({ done: true, value: undefined }) as const);
  let rest = '';
  for (let read = await next(); !read.done; read = await next()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as T;
  }
}
