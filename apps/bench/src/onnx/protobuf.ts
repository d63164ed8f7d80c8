// The wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding), as far as ONNX models need it.

const VARINT = 0;
const BYTES = 2;
const FIXED_32_BITS = 5;

/** A whole number from 0 to 2^53 - 1 in groups of 7 bits, the lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

const tag = (field: number, wireType: number): number[] => varint(field * 8 + wireType);

/** The parts in a row. */
export function message(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A field of type int32, int64 or enum; not negative. */
export function whole(field: number, value: number): Uint8Array {
  return Uint8Array.from([...tag(field, VARINT), ...varint(value)]);
}

/** A field of type float. */
export function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...tag(field, FIXED_32_BITS), ...bytes]);
}

/** A field of type bytes, or of a message type. */
export function bytes(field: number, value: Uint8Array): Uint8Array {
  return message(Uint8Array.from([...tag(field, BYTES), ...varint(value.length)]), value);
}

/** A field of type string. */
export function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}
