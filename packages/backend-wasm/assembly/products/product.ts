import { scratch } from "../scratch";
import { packColumns, packRows } from "./pack";
import { canTimes, rowTimes } from "./row-times";
import { COLUMN_BIAS, SUM, TILE_COLUMNS, tileOf, ZERO } from "./tile";
import { tileOfRows } from "./tile-of-rows";

/** Rows of the left operand that are packed at a time: a multiple of 4 and of 6; they stay in the L2 cache. */
const PANEL_ROWS: usize = 120;
/** The most steps of k in a panel: 8 columns of them stay in the L1 cache. */
const PANEL_DEPTH: usize = 384;
const PANEL_BYTES: usize = 1 << 20;

/** Up to this many columns read rows of the left operand where they lie, if its columns are contiguous. */
const FEW_COLUMNS: usize = 32;

/** Up to this many rows read columns of the right operand where they lie, if its rows are contiguous. */
const FEW_ROWS: usize = 24;

// Places in the scratch memory.
const TILE: usize = 1024;
const LEFT: usize = 4096;
const RIGHT: usize = 1 << 18;

/**
 * c = a · b + bias for c with contiguous rows. `start` is ZERO, or COLUMN_BIAS with one term per column at `bias`.
 * `tileRows` is 4, or 6 where the engine has registers for it. Strides in bytes.
 */
export function multiply(
  m: usize, n: usize, k: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  c: usize, cRow: usize, start: i32, bias: usize, tileRows: usize,
): void {
  if (m == 1 && canTimes(k, aColumn, bRow, bColumn)) {
    rowTimes(n, k, a, aColumn, b, bRow, bColumn, c);
    if (start == COLUMN_BIAS) for (let j: usize = 0; j < n << 2; j += 4) addTo(c + j, load<f32>(bias + j));
  } else if (n == 1 && cRow == 4 && canTimes(k, bRow, aColumn, aRow)) {
    rowTimes(m, k, b, bRow, a, aColumn, aRow, c);
    if (start == COLUMN_BIAS) for (let i: usize = 0; i < m << 2; i += 4) addTo(c + i, load<f32>(bias));
  } else {
    multiplyPanels(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, start, bias, tileRows);
  }
}

/** `multiply` by tiles. An element's sum does not depend on which others are computed with it. */
function multiplyPanels(
  m: usize, n: usize, k: usize, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  c: usize, cRow: usize, start: i32, bias: usize, tileRows: usize,
): void {
  if (k == 0) {
    for (let i: usize = 0; i < m; i++) panelOfNone(c + i * cRow, n, start, bias);
    return;
  }
  if (aColumn == 4 && aRow != 0 && n <= FEW_COLUMNS && m > FEW_ROWS && k <= PANEL_DEPTH) {
    const fours = m & ~3;
    fewColumns(fours, n, k, a, aRow, b, bRow, bColumn, c, cRow, start, bias);
    a += fours * aRow;
    c += fours * cRow;
    m -= fours;
    if (m == 0) return;
  }
  const depths = (k + PANEL_DEPTH - 1) / PANEL_DEPTH;
  const depth = ((k + depths - 1) / depths + 3) & ~3;
  const readsRight = bColumn == 4 && bRow != 0 && m <= FEW_ROWS;
  const width = readsRight ? n : max((PANEL_BYTES / (depth << 2)) & ~(TILE_COLUMNS - 1), TILE_COLUMNS);
  const readsLeft = aRow == 4 && aColumn != 0;
  for (let j: usize = 0; j < n; j += width) {
    const columns = min(width, n - j);
    for (let p: usize = 0; p < k; p += depth) {
      const steps = min(depth, k - p);
      const right = b + p * bRow + j * bColumn;
      if (!readsRight) packColumns(scratch + RIGHT, right, bRow, bColumn, columns, steps);
      for (let i: usize = 0; i < m; i += PANEL_ROWS) {
        const rows = min(PANEL_ROWS, m - i);
        const left = a + i * aRow + p * aColumn;
        if (!readsLeft) packRows(scratch + LEFT, left, aRow, aColumn, rows, steps, tileRows);
        panel(
          rows, columns, steps,
          readsLeft ? left : scratch + LEFT, readsLeft ? aColumn : 0,
          readsRight ? right : scratch + RIGHT, readsRight ? bRow : 0,
          c + i * cRow + (j << 2), cRow, p > 0 ? SUM : start, bias + (j << 2), tileRows,
        );
      }
    }
  }
}

/** `multiply` of whole groups of four rows by a narrow matrix: the rows are read where they lie. */
function fewColumns(
  m: usize, n: usize, k: usize, a: usize, aRow: usize, b: usize, bRow: usize, bColumn: usize,
  c: usize, cRow: usize, start: i32, bias: usize,
): void {
  packColumns(scratch + RIGHT, b, bRow, bColumn, n, k);
  for (let i: usize = 0; i < m; i += 4) {
    for (let j: usize = 0; j < n; j += TILE_COLUMNS) {
      const right = scratch + RIGHT + ((j * k) << 2);
      place(4, n - j, k, a, 0, aRow, right, TILE_COLUMNS << 2, c + (j << 2), cRow, start, bias + (j << 2));
    }
    a += aRow << 2;
    c += cRow << 2;
  }
}

@inline
function addTo(address: usize, term: f32): void {
  store<f32>(address, load<f32>(address) + term);
}

/** A row of a product without terms: the bias alone. */
function panelOfNone(c: usize, n: usize, start: i32, bias: usize): void {
  if (start == COLUMN_BIAS) copyWords(c, bias, n << 2);
  else memory.fill(c, 0, n << 2);
}

/** All tiles of a panel. A step of 0 says that the operand is packed. */
function panel(
  rows: usize, columns: usize, k: usize, left: usize, leftStep: usize, right: usize, rightStep: usize,
  c: usize, cRow: usize, start: i32, bias: usize, tileRows: usize,
): void {
  for (let j: usize = 0; j < columns; j += TILE_COLUMNS) {
    const b = rightStep ? right + (j << 2) : right + ((j * k) << 2);
    const bStep = rightStep ? rightStep : TILE_COLUMNS << 2;
    for (let i: usize = 0; i < rows; i += tileRows) {
      const lanes = min(tileRows, rows - i);
      const a = leftStep ? left + (i << 2) : left + ((i * k) << 2);
      const aStep = leftStep ? leftStep : lanes << 2;
      place(lanes, columns - j, k, a, aStep, 0, b, bStep, c + i * cRow + (j << 2), cRow, start, bias + (j << 2));
    }
  }
}

/**
 * A tile; where fewer than 8 `columns` are left it is computed whole in the scratch memory. Rows of `a` lie side by side
 * if `aRow` is 0, else that many bytes apart.
 */
@inline
function place(
  rows: usize, columns: usize, k: usize, a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize,
  c: usize, cRow: usize, start: i32, bias: usize,
): void {
  if (columns >= TILE_COLUMNS) {
    if (aRow) tileOfRows(k, a, aRow, b, bStep, c, cRow, start, bias);
    else tileOf(rows, k, a, aStep, b, bStep, c, cRow, start, bias);
    return;
  }
  const tile = scratch + TILE;
  const row = TILE_COLUMNS << 2;
  const bytes = columns << 2;
  if (start == SUM) for (let i: usize = 0; i < rows; i++) copyWords(tile + i * row, c + i * cRow, bytes);
  if (aRow) tileOfRows(k, a, aRow, b, bStep, tile, row, start, bias);
  else tileOf(rows, k, a, aStep, b, bStep, tile, row, start, bias);
  for (let i: usize = 0; i < rows; i++) copyWords(c + i * cRow, tile + i * row, bytes);
}

@inline
function copyWords(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(from + i));
}

/**
 * Batches of c = a · b + bias: float32, c row-major, strides in bytes, `bias` one term per column or 0. A unit is
 * `partRows` × `partColumns` of one product; units of a product follow each other row by row.
 */
export function product(
  m: usize, n: usize, k: usize, a: usize, aBatch: usize, aRow: usize, aColumn: usize,
  b: usize, bBatch: usize, bRow: usize, bColumn: usize, c: usize, bias: usize,
  tileRows: usize, partRows: usize, partColumns: usize, from: usize, to: usize,
): void {
  const down = (m + partRows - 1) / partRows;
  const across = (n + partColumns - 1) / partColumns;
  const cRow = n << 2;
  const start = bias ? COLUMN_BIAS : ZERO;
  for (let unit = from; unit < to; unit++) {
    const batch = unit / (down * across);
    const part = unit % (down * across);
    const i = (part / across) * partRows;
    const j = (part % across) * partColumns;
    const rows = min(partRows, m - i);
    const columns = min(partColumns, n - j);
    const left = a + batch * aBatch + i * aRow;
    const right = b + batch * bBatch + j * bColumn;
    const out = c + (batch * m + i) * cRow + (j << 2);
    // How it is computed is decided by the whole product, so that parts give the same bits.
    if (m == 1 || n == 1) {
      multiply(
        rows, columns, k, left, aRow, aColumn, right, bRow, bColumn, out, cRow, start, bias + (j << 2), tileRows,
      );
    } else {
      multiplyPanels(
        rows, columns, k, left, aRow, aColumn, right, bRow, bColumn, out, cRow, start, bias + (j << 2), tileRows,
      );
    }
  }
}
