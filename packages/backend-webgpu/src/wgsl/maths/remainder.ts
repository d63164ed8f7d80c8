import type { Library } from "../maths";

/** Long division of the mantissas, eight bits at a time: exact for quotients of any size. */
export const REMAINDER: Library = {
  divide: [`
struct Division { quotient: F, rest: F }
fn divide(a: F, b: F) -> Division {
  let aBits = bitcast<U>(abs(a));
  let bBits = bitcast<U>(abs(b));
  let aPower = max(aBits >> U(23u), U(1u));
  let bPower = max(bBits >> U(23u), U(1u));
  let divisor = bBits - ((bPower - 1u) << U(23u));
  var left = aBits - ((aPower - 1u) << U(23u));
  var quotient = F(left / divisor);
  left %= divisor;
  var shift = max(I(aPower) - I(bPower), I(0));
  while (any(shift > I(0))) {
    let step = U(min(shift, I(8)));
    left <<= step;
    quotient = quotient * F(U(1u) << step) + F(left / divisor);
    left %= divisor;
    shift -= I(step);
  }
  let isSmall = aPower < bPower;
  let rest = withSign(select(F(left) * 1.1920929e-7 * bitcast<F>(bPower << U(23u)), abs(a), isSmall), a);
  let isNone = (aBits >= U(0x7f800000u)) | (bBits > U(0x7f800000u)) | (bBits == U(0u));
  return Division(select(quotient, F(0.0), isSmall), select(rest, notANumber(), isNone));
}`, "withSign", "notANumber"],
  remainder: [`fn remainder(a: F, b: F) -> F {
  let rest = divide(a, b).rest;
  return select(rest, rest + b, (rest != F(0.0)) & ((rest < F(0.0)) != (b < F(0.0))));
}`, "divide"],
  floorDiv: [`fn floorDiv(a: F, b: F) -> F {
  let division = divide(a, b);
  let differ = bitcast<I>(bitcast<U>(a) ^ bitcast<U>(b)) < I(0);
  let down = differ & (division.rest != F(0.0));
  let whole = select(division.quotient, -division.quotient, differ) - select(F(0.0), F(1.0), down);
  let none = select(division.rest, select(infinity(), -infinity(), differ), (b == F(0.0)) & (abs(a) > F(0.0)));
  return select(whole, none, isNaN(division.rest));
}`, "divide", "infinity", "isNaN"],
}; // oxfmt-ignore
