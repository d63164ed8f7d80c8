/** A workgroup's share of a product: `rows` × `columns`, `depth` of k at a time. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Invocations along the rows and the columns. */
  readonly down: number;
  readonly across: number;
  /** Operations in a time relative to the best tile's, as known of GPUs: larger tiles read less. */
  readonly speed: number;
}

/** Each invocation holds four columns; four or eight rows. */
const TILES: readonly Tile[] = [
  { rows: 128, columns: 64, depth: 16, down: 16, across: 16, speed: 1 },
  { rows: 64, columns: 64, depth: 16, down: 16, across: 16, speed: 0.8 },
  { rows: 32, columns: 32, depth: 16, down: 8, across: 8, speed: 0.5 },
  { rows: 16, columns: 64, depth: 16, down: 4, across: 16, speed: 0.4 },
  { rows: 64, columns: 16, depth: 16, down: 16, across: 4, speed: 0.4 },
];

/** Invocations that keep a GPU busy. */
const BUSY = 128 * 256;
/** The least k worth a share of its own. */
const LEAST = 128;
/** Adding up shares costs a run of its own. */
const SPLIT_COST = 1.15;

export interface TilePlan {
  readonly tile: Tile;
  /** Shares of k that are computed side by side and then added up. */
  readonly splits: number;
}

/** The tile and the shares of k that keep a GPU busy with the least work on padding. */
export function planTiles(m: number, n: number, k: number, batches: number): TilePlan {
  let best: TilePlan = { tile: TILES[0], splits: 1 };
  let least = Infinity;
  for (const tile of TILES) {
    const groups = Math.ceil(m / tile.rows) * Math.ceil(n / tile.columns) * batches;
    const slots = BUSY / (tile.down * tile.across);
    const splits = Math.max(1, Math.min(Math.floor(slots / groups), Math.floor(k / LEAST)));
    const work = (Math.max(groups * splits, slots) * tile.rows * tile.columns) / (splits * tile.speed);
    const cost = splits > 1 ? work * SPLIT_COST : work;
    if (cost < least) {
      least = cost;
      best = { tile, splits };
    }
  }
  return best;
}
