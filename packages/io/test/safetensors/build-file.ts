/** A file of a header as given and `dataLength` counting bytes; `claimed` is the header length it states. */
export function buildFile(header: string | Uint8Array, dataLength = 0, claimed?: bigint): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.byteLength + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(text.byteLength), true);
  bytes.set(text, 8);
  for (let i = 0; i < dataLength; i++) bytes[8 + text.byteLength + i] = i;
  return bytes;
}

/** The header of one tensor "w", with the fields that matter given as JSON. */
export function header(fields: { dtype?: string; shape?: string; offsets?: string }): string {
  const { dtype = '"F32"', shape = "[2]", offsets = "[0,8]" } = fields;
  return `{"w":{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}}`;
}
