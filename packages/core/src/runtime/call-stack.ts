const DEPTH = 40;

/** The call stack as text, deep enough to reach the user's code through composed ops. */
export function callStack(): string {
  const limits = Error as { stackTraceLimit?: number };
  const before = limits.stackTraceLimit;
  if (before !== undefined) limits.stackTraceLimit = DEPTH;
  const { stack = "" } = new Error("here");
  if (before !== undefined) limits.stackTraceLimit = before;
  // The first two lines are the message and this function.
  return stack.split("\n").slice(2).join("\n");
}
