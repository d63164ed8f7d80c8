/** Python for the loss sum(y · g) and its gradients, those of `x` and of `model`'s parameters under their names. */
export function torchBackward(model: string, y: string): string {
  return `${model}
x.requires_grad_()
leaves = {"x": x, **dict(model.named_parameters())}
def run():
    for leaf in leaves.values():
        leaf.grad = None
    loss = (${y} * g).sum()
    loss.backward()
    return loss.item()
def outputs():
    return {"loss": torch.tensor([run()]), **{name: leaf.grad for name, leaf in leaves.items()}}
`;
}
