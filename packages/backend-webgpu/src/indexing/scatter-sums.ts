import type { Gpu } from "../gpu/gpu";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import { PAIR, sortPairs } from "./radix";
import type { Reporting } from "./scatter";
import { findTargets, rowsOf } from "./scatter-targets";
import { INDEX, LINEAR, linear } from "../wgsl/grid";

/** Least rows of a span. */
const SPAN = 32;

/** The column and the span of an invocation: rows `begin` to `end` of the sorted pairs. */
const SPAN_ROWS = `
  let index = ${INDEX};
  if (index >= u.size) { return; }
  let column = index % u.columns;
  let begin = index / u.columns * u.span;
  let end = min(begin + u.span, u.count);`;

interface Types {
  readonly stored: string;
  readonly sum: string;
  /** Cuts a sum to the values of its dtype. */
  readonly mask: string;
}

const add = ({ stored, sum, mask }: Types): string => `
  fn add(place: u32, column: u32, sum: ${sum}) {
    if (place >= u.places) { return; }
    let at = place * u.columns + column;
    ys[at] = ${stored}((${sum}(ys[at]) + sum)${mask});
  }`;

const UNIFORMS = ["size", "columns", "count", "span", "places", "offset"];
const PAIRS = { name: "pairs", type: "vec2<u32>", access: "read" } as const;

/**
 * Sums the rows of each place in a span of pairs. What the spans before or behind go on with is left in `parts`: the
 * sum at the beginning of each span, and behind all of these the one at the end.
 */
export function spanSums(types: Types): Program {
  const { stored, sum } = types;
  return {
    name: "scatterSpans",
    bindings: [
      PAIRS,
      { name: "src", type: stored, access: "read" },
      { name: "ys", type: stored, access: "read_write" },
      { name: "parts", type: sum, access: "read_write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [LINEAR, 1, 1],
    declarations: add(types),
    main: `${SPAN_ROWS}
      var place = pairs[begin].x;
      var isOpen = begin > 0u && pairs[max(begin, 1u) - 1u].x == place;
      var sum = ${sum}();
      for (var i = begin; i < end; i++) {
        let pair = pairs[i];
        if (pair.x != place) {
          if (isOpen) { parts[index] = sum; } else { add(place, column, sum); }
          place = pair.x;
          isOpen = false;
          sum = ${sum}();
        }
        sum += ${sum}(src[u.offset + pair.y * u.columns + column]);
      }
      if (isOpen) { parts[index] = sum; }
      else if (end < u.count && pairs[end].x == place) { parts[u.size + index] = sum; }
      else { add(place, column, sum); }`,
  };
}

/** Sums the parts of places that go over several spans. */
export function joinSums(types: Types): Program {
  return {
    name: "scatterJoin",
    bindings: [
      PAIRS,
      { name: "parts", type: types.sum, access: "read" },
      { name: "ys", type: types.stored, access: "read_write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [LINEAR, 1, 1],
    declarations: add(types),
    main: `${SPAN_ROWS}
      let place = pairs[end - 1u].x;
      if (end == u.count || pairs[end].x != place) { return; }
      if (begin > 0u && pairs[max(begin, 1u) - 1u].x == place) { return; }
      var sum = parts[u.size + index];
      var at = index + u.columns;
      for (var i = end; i < u.count; i += u.span) {
        if (pairs[i].x != place) { break; }
        sum += parts[at];
        at += u.columns;
      }
      add(place, column, sum);`,
  };
}

/** Sorts the rows by where they go, then sums those of each place in their order. */
export function scatterSums(gpu: Gpu, what: Reporting): void {
  const { src, y } = what;
  const rows = rowsOf(what);
  const { count, places } = rows;
  const isFloating = y.dtype === "float32" || y.dtype === "float16";
  const width = isFloating && ((rows.columns | src.offset) & 3) === 0 ? 4 : 1;
  const item = storageType(y.dtype);
  const wide = (type: string): string => (width === 4 ? `vec4<${type}>` : type);
  const types = {
    stored: wide(item),
    sum: wide(item === "f16" ? "f32" : item),
    mask: y.dtype === "uint8" ? " & 255u" : "",
  };
  const columns = rows.columns / width;
  const span = Math.max(SPAN, Math.ceil(Math.sqrt(count) / 4));
  const size = Math.ceil(count / span) * columns;
  const uniforms = [size, columns, count, span, places, src.offset / width];
  const key = `${types.stored}${types.mask}`;
  gpu.borrow(count * PAIR, (first) =>
    gpu.borrow(count * PAIR, (second) =>
      gpu.borrow(2 * size * 4 * width, (parts) => {
        findTargets(gpu, "pairs", what, rows, first);
        const bits = 32 - Math.clz32(places);
        const pairs = sortPairs(gpu, first, second, { lines: 1, length: count, low: 0, bits });
        const groups = linear(gpu, size);
        gpu.run({
          key: `scatter spans ${key}`,
          program: () => spanSums(types),
          buffers: [pairs, src.buffer, y.buffer, parts],
          uniforms,
          groups,
        });
        gpu.run({
          key: `scatter join ${key}`,
          program: () => joinSums(types),
          buffers: [pairs, parts, y.buffer],
          uniforms,
          groups,
        });
      }),
    ),
  );
}
