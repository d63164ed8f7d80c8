/** An npy file: its magic, version and header as given, then `dataLength` zeros. */
export function buildNpy(header: string | Uint8Array, dataLength = 0, major = 1, minor = 0): Uint8Array<ArrayBuffer> {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const width = major === 1 ? 2 : 4;
  const bytes = new Uint8Array(8 + width + text.length + dataLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, major, minor]);
  const view = new DataView(bytes.buffer);
  if (width === 2) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(text, 8 + width);
  return bytes;
}

export function header({ descr = "'<f4'", order = "False", shape = "(2,)" } = {}): string {
  return `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;
}
