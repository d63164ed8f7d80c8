import { add, type Tensor } from "@nn/core";
import { settle } from "../contestants/nn-settle";
import type { JaxArray } from "../contestants/jax-api";
import type { TfTensor } from "../contestants/tfjs-api";
import { uniform } from "../random";
import { inferenceOnly, type Task, type Work } from "../work";

const OPS = 1000;

/** Times a loop that runs inside a recording function. */
function recorded(start: (loop: { ms: number }) => void | Promise<void>, outputs: Task["outputs"]): Task {
  return {
    outputs,
    time: async () => {
      const loop = { ms: 0 };
      await start(loop);
      return loop.ms;
    },
  };
}

/** What a tiny op costs beside its arithmetic, with its gradient recorded: additions of two tensors of 4 elements. */
export const overhead: Work = {
  name: "recorded add of 4 elements",
  opsPerRun: OPS,
  runsCompared: 1,
  tolerance: 1e-6,
  inputs: () => ({ a: uniform(1, [4]), b: uniform(2, [4]) }),
  reference: ({ a, b }) => ({ y: Float64Array.from(a.data, (x, i) => x + b.data[i]) }),
  nn: (nn, inputs) => {
    if (nn.compiled) throw new Error("a compiled function records while it is traced only");
    const [a, b] = [nn.tensor(inputs.a), nn.tensor(inputs.b)];
    a.requiresGrad = b.requiresGrad = true;
    return {
      time: async () => {
        let y: Tensor | undefined;
        const start = performance.now();
        for (let i = 0; i < OPS; i++) y = add(a, b);
        if (y) await settle(y);
        return performance.now() - start;
      },
      outputs: async () => ({ y: await add(a, b).data() }),
    };
  },
  tfjs: ({ tf, tensor }, inputs) => {
    const [a, b] = [tensor(inputs.a), tensor(inputs.b)];
    return recorded(
      (loop) => {
        const record = tf.valueAndGrads((p, q) => {
          let y: TfTensor = p;
          const start = performance.now();
          for (let i = 0; i < OPS; i++) y = tf.add(p, q);
          loop.ms = performance.now() - start;
          return tf.sum(y);
        });
        tf.tidy(() => void record([a, b]));
      },
      async () => ({ y: await tf.add(a, b).data() }),
    );
  },
  jax: ({ module, np, jit, array }, inputs) => {
    if (jit) throw new Error("a jitted function records while it is traced only");
    const [a, b] = [array(inputs.a), array(inputs.b)];
    return recorded(
      async (loop) => {
        const record = module.valueAndGrad((p: JaxArray, q: JaxArray) => {
          let y = np.add(p.ref, q.ref);
          const start = performance.now();
          for (let i = 0; i < OPS; i++) {
            y.dispose();
            y = np.add(p.ref, q.ref);
          }
          loop.ms = performance.now() - start;
          p.dispose();
          q.dispose();
          return y.sum();
        });
        const [value, gradient] = record(a.ref, b.ref);
        await value.data();
        await gradient.data();
      },
      async () => ({ y: await np.add(a.ref, b.ref).data() }),
    );
  },
  ort: inferenceOnly,
  torch: `
p, q = a.clone().requires_grad_(), b.clone().requires_grad_()
def timed():
    start = time.perf_counter()
    for _ in range(${OPS}):
        y = p + q
    return (time.perf_counter() - start) * 1000
def outputs(): return {"y": p + q}
`,
};
