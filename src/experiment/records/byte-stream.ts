// The bytes of a stream that somebody else fills, up to a length beyond which nobody wants them. No fetch here.

/** All bytes of a stream, or its beginning if there are more than `most`. Rejects if the stream breaks off. */
export async function joined(
  body: ReadableStream<Uint8Array> | null,
  most: number,
  onBytes: (bytes: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    chunks.push(next.value);
    length += next.value.byteLength;
    onBytes(next.value.byteLength);
    if (length > most) {
      await reader?.cancel();
      break;
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
