/** Bytes of a block of the page. @throws if the page has no such block */
export async function readBlock(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no block ${id}`);
  const packed = fromBase64(element.textContent);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What a block of JSON says. @throws if the page has no such block */
export async function readJson<T>(id: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await readBlock(id)));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
