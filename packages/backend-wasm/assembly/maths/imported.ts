// The engine's own functions: what cpu computes with.
@external("Math", "sin") export declare function sin(x: f64): f64;
@external("Math", "cos") export declare function cos(x: f64): f64;
@external("Math", "tan") export declare function tan(x: f64): f64;
@external("Math", "asin") export declare function asin(x: f64): f64;
@external("Math", "acos") export declare function acos(x: f64): f64;
@external("Math", "atan") export declare function atan(x: f64): f64;
@external("Math", "sinh") export declare function sinh(x: f64): f64;
@external("Math", "cosh") export declare function cosh(x: f64): f64;
@external("Math", "tanh") export declare function tanh(x: f64): f64;
@external("Math", "exp") export declare function exp(x: f64): f64;
@external("Math", "expm1") export declare function expm1(x: f64): f64;
@external("Math", "log") export declare function log(x: f64): f64;
@external("Math", "log1p") export declare function log1p(x: f64): f64;
@external("Math", "log2") export declare function log2(x: f64): f64;
@external("Math", "pow") export declare function pow(x: f64, y: f64): f64;
@external("Math", "atan2") export declare function atan2(y: f64, x: f64): f64;
