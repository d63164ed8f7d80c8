import type { FloatDType } from "./case";

/**
 * A value passes when |actual − expected| ≤ rtol · |expected| + atol; where elements are added up, atol is relative to
 * the largest finite |expected| of the tensor when that is above 1, since large terms may have cancelled.
 */
export interface Bound {
  readonly rtol: number;
  readonly atol: number;
  readonly scaled?: boolean;
}

export type ToleranceName = "exact" | "arithmetic" | "function" | "sums" | "deep";

/** Bounds of one kind of op: per dtype, with the place they come from. */
export interface Tolerance {
  readonly bounds: Readonly<Record<FloatDType, Bound>>;
  readonly source: string;
}

const ZERO: Bound = { rtol: 0, atol: 0 };

/**
 * ε is 2⁻²⁴ in float32 and 2⁻¹¹ in float16. float64 bounds are those of the golden files' twelve digits, with room
 * for polynomial approximations; they leave no wrong formula undetected.
 */
export const tolerances: Readonly<Record<ToleranceName, Tolerance>> = {
  exact: {
    bounds: { float16: ZERO, float32: ZERO, float64: ZERO },
    source: "Moves, comparisons, integers and results that every format holds exactly.",
  },
  arithmetic: {
    bounds: {
      float16: { rtol: 2e-3, atol: 1e-3 },
      float32: { rtol: 1e-6, atol: 1e-7 },
      float64: { rtol: 1e-11, atol: 1e-12 },
    },
    source:
      "A few correctly rounded operations; WGSL allows division 2.5 ulp: https://www.w3.org/TR/WGSL/#concrete-float-accuracy",
  },
  function: {
    bounds: {
      float16: { rtol: 4e-3, atol: 2e-3 },
      float32: { rtol: 1e-5, atol: 1e-6 },
      float64: { rtol: 1e-10, atol: 1e-11 },
    },
    source:
      "WGSL gives exp 3 + 2·|x| ulp and log 3 ulp; a float32 polynomial stays below 4 ulp: https://www.w3.org/TR/WGSL/#concrete-float-accuracy",
  },
  sums: {
    bounds: {
      float16: { rtol: 4e-3, atol: 4e-3 },
      float32: { rtol: 1e-5, atol: 2e-6 },
      float64: { rtol: 1e-10, atol: 1e-11 },
    },
    source: "torch.testing.assert_close: rtol 1.3e-6 and atol 1e-5 in float32, widened for sums in another order.",
  },
  deep: {
    bounds: {
      float16: { rtol: 2e-2, atol: 2e-2 },
      float32: { rtol: 3e-5, atol: 1e-5 },
      float64: { rtol: 1e-9, atol: 1e-10 },
    },
    source: "Chains of sums and functions (normalization, attention, recurrent cells): their errors add up.",
  },
};

const ORDER: readonly ToleranceName[] = ["exact", "arithmetic", "function", "sums", "deep"];

/** What a derivative of an op may deviate: it is a chain of a few more ops. */
const DERIVATIVE: Readonly<Record<ToleranceName, ToleranceName>> = {
  exact: "arithmetic",
  arithmetic: "function",
  function: "sums",
  sums: "deep",
  deep: "deep",
};

/** The bound for the result (`order` 0), gradient (1) or second gradient (2) of an op in `dtype`. */
export function boundOf(name: ToleranceName, dtype: FloatDType, order: 0 | 1 | 2): Bound {
  let tolerance = name;
  for (let i = 0; i < order; i++) tolerance = DERIVATIVE[tolerance];
  const bound = tolerances[tolerance].bounds[dtype];
  // Two derivatives of a deep chain, in the narrow formats.
  const factor = order === 2 && ORDER.indexOf(name) >= ORDER.indexOf("sums") ? 4 : 1;
  return { rtol: bound.rtol * factor, atol: bound.atol * factor, scaled: tolerance === "sums" || tolerance === "deep" };
}

/** How far central differences in float64 with steps of `STEP` may lie from a gradient. */
export const DIFFERENCES: Bound = { rtol: 2e-6, atol: 2e-7, scaled: true };

/** Truncation is STEP² and rounding ε/STEP: 1e-5 leaves about 1e-10 of either. */
export const STEP = 1e-5;
