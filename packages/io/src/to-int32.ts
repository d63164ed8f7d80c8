/** The same integers as int32; `refuse` makes the error for one that int32 cannot hold. */
export function toInt32(
  values: BigInt64Array | BigUint64Array | Uint32Array,
  refuse: (value: bigint | number, index: number) => Error,
): Int32Array<ArrayBuffer> {
  const data = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    data[i] = value;
    if (data[i] !== value) throw refuse(values[i], i);
  }
  return data;
}
