import { Tensor } from "../tensor/tensor";

/** A tensor, or arrays and plain objects of them. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [key: string]: TensorTree };

/** The tensors of a tree in a fixed order. */
export function leavesOf(tree: TensorTree): Tensor[] {
  if (tree instanceof Tensor) return [tree];
  return Object.values(tree as Record<string, TensorTree>).flatMap(leavesOf);
}

/** The same structure with every tensor replaced. */
export function mapTree<T>(tree: T, fn: (tensor: Tensor) => Tensor): T {
  if (tree instanceof Tensor) return fn(tree) as T;
  if (Array.isArray(tree)) return tree.map((item: unknown) => mapTree(item, fn)) as T;
  return Object.fromEntries(
    Object.entries(tree as object).map(([key, item]) => [key, mapTree<unknown>(item, fn)]),
  ) as T;
}
