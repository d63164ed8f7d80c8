// An op on two values, and on lanes of floats.

@unmanaged export class Sum {
  @inline of<A>(a: A, b: A): A { return (a + b) as A; }
  @inline lanes(a: v128, b: v128): v128 { return f32x4.add(a, b); }
}

@unmanaged export class Prod {
  @inline of<A>(a: A, b: A): A { return (a * b) as A; }
}

/**
 * As `f32x4.max` is slow, a NaN in b is or-ed in: all bits set are a NaN. One in a stays, in this order of arguments.
 */
@unmanaged export class Max {
  @inline of<A>(a: A, b: A): A { return max<A>(a, b); }
  @inline lanes(a: v128, b: v128): v128 { return v128.or(f32x4.pmax(a, b), f32x4.ne(b, b)); }
  @inline identity(): v128 { return f32x4.splat(-Infinity); }
}

@unmanaged export class Min {
  @inline of<A>(a: A, b: A): A { return min<A>(a, b); }
  @inline lanes(a: v128, b: v128): v128 { return v128.or(f32x4.pmin(a, b), f32x4.ne(b, b)); }
  @inline identity(): v128 { return f32x4.splat(Infinity); }
}
