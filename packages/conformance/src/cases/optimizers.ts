import { adamStep, sgdStep, type FusedOps, type Tensor } from "@nn/core";
import { casesOf, row, type Case, type Row } from "../case";
import { floats, positive } from "../inputs";

/** One step on copies: what the updated tensors hold afterwards. */
function sgd(param: Tensor, grad: Tensor, velocity: Tensor | undefined, attrs: Partial<FusedOps["sgdStep"]>): Tensor[] {
  const updated = [param, ...(velocity ? [velocity] : [])].map((t) => t.clone());
  const plain = {
    lr: 0.125,
    momentum: 0,
    dampening: 0,
    nesterov: false,
    weightDecay: 0,
    maximize: false,
    first: false,
  };
  sgdStep(updated[0], grad, updated.at(1), { ...plain, ...attrs });
  return updated;
}

function adam(tensors: readonly Tensor[], grad: Tensor, attrs: Partial<FusedOps["adamStep"]>): Tensor[] {
  const updated = tensors.map((t) => t.clone());
  const [param, m, v] = updated;
  const plain = { lr: 0.125, beta1: 0.5, beta2: 0.75, eps: 1e-8, weightDecay: 0, decoupled: false, maximize: false };
  adamStep(param, grad, m, v, updated.at(3), { ...plain, step: 3, ...attrs });
  return updated;
}

const NONE = { grad: [] } as const;
const pair = { p: floats([3, 5]), g: floats([3, 5]) };
const moments = { ...pair, m: floats([3, 5]), v: positive([3, 5]) };

const sgdRows: Row[] = [
  row("plain", pair, ({ p, g }) => sgd(p, g, undefined, {}), "sgd_step(p, g)", NONE),
  row("weight decay", pair, ({ p, g }) => sgd(p, g, undefined, { weightDecay: 0.25 }), "sgd_step(p, g, weight_decay=0.25)", NONE),
  row("uphill", pair, ({ p, g }) => sgd(p, g, undefined, { maximize: true }), "sgd_step(p, g, maximize=True)", NONE),
  row("momentum and dampening", { ...pair, v: floats([3, 5]) }, ({ p, g, v }) => sgd(p, g, v, { momentum: 0.75, dampening: 0.25 }), "sgd_step(p, g, v, momentum=0.75, dampening=0.25)", NONE),
  row("Nesterov's momentum", { ...pair, v: floats([3, 5]) }, ({ p, g, v }) => sgd(p, g, v, { momentum: 0.75, nesterov: true, weightDecay: 0.25 }), "sgd_step(p, g, v, momentum=0.75, nesterov=True, weight_decay=0.25)", NONE),
  row("the first step", { ...pair, v: floats([3, 5]) }, ({ p, g, v }) => sgd(p, g, v, { momentum: 0.75, first: true }), "sgd_step(p, g, None, momentum=0.75)", NONE),
]; // oxfmt-ignore

const adamRows: Row[] = [
  row("plain", moments, ({ p, g, m, v }) => adam([p, m, v], g, {}), "adam_step(p, g, m, v)", NONE),
  row("the first step", moments, ({ p, g, m, v }) => adam([p, m, v], g, { step: 1 }), "adam_step(p, g, m, v, step=1)", NONE),
  row("weight decay, uphill", moments, ({ p, g, m, v }) => adam([p, m, v], g, { weightDecay: 0.25, maximize: true }), "adam_step(p, g, m, v, weight_decay=0.25, maximize=True)", NONE),
  row("decoupled weight decay", moments, ({ p, g, m, v }) => adam([p, m, v], g, { weightDecay: 0.25, decoupled: true, eps: 0.125 }), "adam_step(p, g, m, v, decoupled=True, weight_decay=0.25, eps=0.125)", NONE),
  row("the largest second moment", { ...moments, w: positive([3, 5]) }, ({ p, g, m, v, w }) => adam([p, m, v, w], g, {}), "adam_step(p, g, m, v, w)", NONE),
]; // oxfmt-ignore

export const optimizersTable: readonly Case[] = [
  ...casesOf("optimizers", "sgdStep", "arithmetic", sgdRows),
  ...casesOf("optimizers", "adamStep", "function", adamRows),
];
