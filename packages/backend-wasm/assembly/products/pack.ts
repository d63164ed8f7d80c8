import { transpose4 } from "../transpose4";
import { TILE_COLUMNS } from "./tile";

/**
 * Writes `lanes` lines side by side: the element i of line l goes to to[i][l], with `width` places for each i. `line` and
 * `element` are the bytes between lines and between the elements of one. Places beyond `lanes` are left as they are.
 */
function interleave(
  to: usize, width: usize, from: usize, line: usize, element: usize, lanes: usize, count: usize,
): void {
  const step = width << 2;
  let lane: usize = 0;
  if (element == 4) {
    for (; lane + 4 <= lanes; lane += 4) {
      let p = from + lane * line;
      let q = to + (lane << 2);
      let i: usize = 0;
      for (; i + 4 <= count; i += 4) {
        transpose4(
          v128.load(p), v128.load(p + line), v128.load(p + 2 * line), v128.load(p + 3 * line), q, step,
        );
        p += 16;
        q += step << 2;
      }
      for (; i < count; i++) {
        store<f32>(q, load<f32>(p));
        store<f32>(q, load<f32>(p + line), 4);
        store<f32>(q, load<f32>(p + 2 * line), 8);
        store<f32>(q, load<f32>(p + 3 * line), 12);
        p += 4;
        q += step;
      }
    }
  } else if (line == 4) {
    for (; lane + 4 <= lanes; lane += 4) {
      let p = from + (lane << 2);
      let q = to + (lane << 2);
      for (let i: usize = 0; i < count; i++) {
        v128.store(q, v128.load(p));
        p += element;
        q += step;
      }
    }
  }
  for (; lane < lanes; lane++) {
    let p = from + lane * line;
    let q = to + (lane << 2);
    for (let i: usize = 0; i < count; i++) {
      store<f32>(q, load<f32>(p));
      p += element;
      q += step;
    }
  }
}

/** Rows of the left operand in slivers of `tileRows` rows (the last may have fewer), each sliver k by k. */
export function packRows(
  to: usize, a: usize, aRow: usize, aColumn: usize, rows: usize, k: usize, tileRows: usize,
): void {
  for (let i: usize = 0; i < rows; i += tileRows) {
    const lanes = min(tileRows, rows - i);
    interleave(to, lanes, a + i * aRow, aRow, aColumn, lanes, k);
    to += (lanes * k) << 2;
  }
}

/** Columns of the right operand in slivers of 8 columns, each sliver k by k; what is missing in the last is 0. */
export function packColumns(to: usize, b: usize, bRow: usize, bColumn: usize, columns: usize, k: usize): void {
  for (let j: usize = 0; j < columns; j += TILE_COLUMNS) {
    const lanes = min(TILE_COLUMNS, columns - j);
    const bytes = (TILE_COLUMNS * k) << 2;
    if (lanes < TILE_COLUMNS) memory.fill(to, 0, bytes);
    else if (bColumn == 4) {
      copyRows(to, b + (j << 2), bRow, k);
      to += bytes;
      continue;
    }
    interleave(to, TILE_COLUMNS, b + j * bColumn, bColumn, bRow, lanes, k);
    to += bytes;
  }
}

/** `k` rows of 8 elements. */
@inline
function copyRows(to: usize, from: usize, row: usize, k: usize): void {
  for (; k > 0; k--) {
    const left = v128.load(from);
    const right = v128.load(from, 16);
    v128.store(to, left);
    v128.store(to, right, 16);
    from += row;
    to += 32;
  }
}
