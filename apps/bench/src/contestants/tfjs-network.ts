import { permute } from "../permute";
import type { HostTensor, Inputs } from "../work";
import { parametersOf, type Network } from "../works/network";
import { TO_HWIO, TO_NHWC } from "./layouts";
import type { Tfjs } from "./tfjs";
import type { TfTensor } from "./tfjs-api";

/** The samples `x`, images in TensorFlow's layout. */
export function samplesTfjs({ tensor }: Tfjs, { x }: Inputs): TfTensor {
  return tensor(x.shape.length === 4 ? permute(x, TO_NHWC) : x);
}

export function forwardTfjs(
  { tf }: Tfjs,
  { layers }: Network,
  variables: Record<string, TfTensor>,
  x: TfTensor,
): TfTensor {
  return layers.reduce((h, layer, i) => {
    const [weight, bias] = [variables[`${i}.weight`], variables[`${i}.bias`]];
    switch (layer.kind) {
      case "conv2d":
        return tf.add(tf.conv2d(h, weight, 1, layer.padding === 0 ? "valid" : "same"), bias);
      case "linear":
        return tf.add(tf.matMul(h, weight), bias);
      case "maxPool2d":
        return tf.maxPool(h, 2, 2, "valid");
      case "relu":
        return tf.relu(h);
      case "flatten":
        return tf.reshape(h, [h.shape[0], h.size / h.shape[0]]);
    }
  }, x);
}

/** The parameters in TensorFlow's layouts: filters [h, w, in, out], matrices [in, out]. */
export function variablesTfjs({ tf, tensor }: Tfjs, { layers }: Network, inputs: Inputs): Record<string, TfTensor> {
  const variables: Record<string, TfTensor> = {};
  layers.forEach((layer, i) => {
    if (!parametersOf(layer)) return;
    const before = layers[i - 1];
    const weight = inputs[`${i}.weight`];
    const turned =
      layer.kind === "conv2d"
        ? permute(weight, TO_HWIO)
        : matrixAfter(before?.kind === "flatten" ? before.shape : undefined, weight);
    variables[`${i}.weight`] = tf.variable(tensor(turned));
    variables[`${i}.bias`] = tf.variable(tensor(inputs[`${i}.bias`]));
  });
  return variables;
}

/** [out, in] to [in, out], where `in` may be a flattened image, whose channels come last here. */
function matrixAfter(image: readonly number[] | undefined, weight: HostTensor): HostTensor {
  const [outFeatures, inFeatures] = weight.shape;
  if (!image) return permute(weight, [1, 0]);
  const { data } = permute({ shape: [outFeatures, ...image], data: weight.data }, TO_HWIO);
  return { shape: [inFeatures, outFeatures], data };
}
