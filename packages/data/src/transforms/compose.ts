import type { PreparedTransform, Transform } from "./transform";

/** Transforms one after the other. */
export function compose(...transforms: readonly Transform[]): Transform {
  return {
    prepare(shape) {
      const steps: PreparedTransform[] = [];
      let current = shape;
      for (const transform of transforms) {
        const step = transform.prepare(current);
        steps.push(step);
        current = step.shape;
      }
      return {
        shape: current,
        apply(values, random) {
          let result = values;
          for (const step of steps) result = step.apply(result, random);
          return result;
        },
      };
    },
  };
}
