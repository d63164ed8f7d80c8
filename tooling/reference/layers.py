"""Writes packages/layers/test/golden with PyTorch in float32: python3 tooling/reference/layers.py

layers.json: per case the state dict before, the output in training, the state dict after it, the output in evaluation.
models.json: state dicts of small models with outputs and gradients.
recurrent.json, transformers.json: per case the state dict, named inputs, the tensors of the output in order, cotangents
for them, and the gradients that these give to inputs and parameters.
"""

import json
import pathlib

import torch
from torch import nn

target = pathlib.Path(__file__).parents[2] / "packages/layers/test/golden"
torch.manual_seed(5)


class RMSNorm(nn.Module):
    """What PyTorch 1.13 lacks."""

    def __init__(self, size, eps=None):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = torch.finfo(torch.float32).eps if eps is None else eps

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight


def x(*shape):
    return torch.randn(shape)


# Built by the same names in test/layers.test.ts.
CASES = {
    "Linear": (nn.Linear(3, 4), x(2, 3)),
    "Linear without bias": (nn.Linear(3, 4, bias=False), x(2, 2, 3)),
    "Bilinear": (nn.Bilinear(3, 4, 2), x(5, 3), x(5, 4)),
    "Conv1d": (nn.Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2), x(2, 4, 11)),
    "Conv1d circular": (nn.Conv1d(2, 3, 3, padding=2, padding_mode="circular"), x(2, 2, 6)),
    "Conv2d": (nn.Conv2d(2, 3, (3, 2), stride=(1, 2), padding=(1, 0)), x(2, 2, 5, 6)),
    "Conv2d same": (nn.Conv2d(2, 4, (2, 3), padding="same", dilation=2, groups=2, bias=False), x(1, 2, 5, 6)),
    "Conv2d reflect": (nn.Conv2d(2, 3, 3, padding=(2, 1), padding_mode="reflect"), x(2, 2, 4, 5)),
    "Conv2d replicate same": (nn.Conv2d(1, 2, (2, 3), padding="same", padding_mode="replicate"), x(2, 1, 4, 5)),
    "ConvTranspose1d": (nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), x(2, 4, 5)),
    "ConvTranspose2d": (nn.ConvTranspose2d(2, 3, (3, 2), stride=2, padding=(1, 0), output_padding=1), x(2, 2, 3, 4)),
    "MaxPool1d": (nn.MaxPool1d(3, stride=2, padding=1), x(2, 2, 8)),
    "MaxPool2d": (nn.MaxPool2d((2, 3), stride=(2, 1), padding=(0, 1), ceil_mode=True), x(2, 2, 5, 6)),
    "AvgPool1d": (nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False), x(2, 2, 8)),
    "AvgPool2d": (nn.AvgPool2d(2), x(2, 2, 4, 6)),
    "AdaptiveAvgPool2d": (nn.AdaptiveAvgPool2d((2, None)), x(2, 2, 5, 3)),
    "BatchNorm1d": (nn.BatchNorm1d(3), x(4, 3)),
    "BatchNorm1d of sequences": (nn.BatchNorm1d(3, eps=0.1, momentum=0.5), x(4, 3, 5)),
    "BatchNorm1d without weight": (nn.BatchNorm1d(3, affine=False), x(4, 3)),
    "BatchNorm2d": (nn.BatchNorm2d(3), x(2, 3, 2, 4)),
    "BatchNorm2d average": (nn.BatchNorm2d(3, momentum=None), x(2, 3, 2, 4)),
    "BatchNorm2d without statistics": (nn.BatchNorm2d(3, track_running_stats=False), x(2, 3, 2, 4)),
    "LayerNorm": (nn.LayerNorm([3, 4]), x(2, 3, 4)),
    "LayerNorm without weight": (nn.LayerNorm(4, eps=0.1, elementwise_affine=False), x(2, 3, 4)),
    "GroupNorm": (nn.GroupNorm(2, 4), x(3, 4, 5)),
    "InstanceNorm2d": (nn.InstanceNorm2d(3), x(2, 3, 3, 4)),
    "InstanceNorm2d with all": (nn.InstanceNorm2d(3, affine=True, track_running_stats=True), x(2, 3, 3, 4)),
    "InstanceNorm2d of one": (nn.InstanceNorm2d(3, affine=True), x(3, 3, 4)),
    "RMSNorm": (RMSNorm(4), x(2, 3, 4)),
    "RMSNorm eps": (RMSNorm(4, eps=0.1), x(2, 4)),
    "Embedding": (nn.Embedding(6, 3), torch.tensor([[1, 5, 0], [2, 2, 4]], dtype=torch.int32)),
    "Embedding with padding": (nn.Embedding(6, 3, padding_idx=-2), torch.tensor([4, 1], dtype=torch.int32)),
    "Flatten": (nn.Flatten(), x(2, 3, 4)),
    "Flatten some": (nn.Flatten(0, 1), x(2, 3, 4)),
    "Unflatten": (nn.Unflatten(1, (2, 3)), x(2, 6)),
    "Upsample nearest": (nn.Upsample(scale_factor=2), x(1, 2, 2, 3)),
    "Upsample bilinear": (nn.Upsample(size=(3, 5), mode="bilinear", align_corners=True), x(1, 2, 2, 3)),
    "Upsample bilinear by factor": (nn.Upsample(scale_factor=1.5, mode="bilinear"), x(1, 2, 4, 3)),
    "Identity": (nn.Identity(), x(2, 3)),
    "CELU": (nn.CELU(0.7), x(2, 8)),
    "ELU": (nn.ELU(0.7), x(2, 8)),
    "GELU": (nn.GELU(), x(2, 8)),
    "GELU tanh": (nn.GELU(approximate="tanh"), x(2, 8)),
    "GLU": (nn.GLU(0), x(2, 8)),
    "Hardsigmoid": (nn.Hardsigmoid(), 4 * x(2, 8)),
    "Hardswish": (nn.Hardswish(), 4 * x(2, 8)),
    "Hardtanh": (nn.Hardtanh(-0.5, 2), 2 * x(2, 8)),
    "LeakyReLU": (nn.LeakyReLU(0.2), x(2, 8)),
    "LogSigmoid": (nn.LogSigmoid(), x(2, 8)),
    "LogSoftmax": (nn.LogSoftmax(dim=-1), x(2, 8)),
    "Mish": (nn.Mish(), x(2, 8)),
    "PReLU": (nn.PReLU(), x(2, 8)),
    "PReLU per channel": (nn.PReLU(3, init=0.1), x(2, 3, 4)),
    "ReLU": (nn.ReLU(), x(2, 8)),
    "ReLU6": (nn.ReLU6(), 5 * x(2, 8)),
    "SELU": (nn.SELU(), x(2, 8)),
    "Sigmoid": (nn.Sigmoid(), x(2, 8)),
    "SiLU": (nn.SiLU(), x(2, 8)),
    "Softmax": (nn.Softmax(dim=0), x(2, 8)),
    "Softplus": (nn.Softplus(beta=2, threshold=3), 2 * x(2, 8)),
    "Softsign": (nn.Softsign(), x(2, 8)),
    "Tanh": (nn.Tanh(), x(2, 8)),
}


class Net(nn.Module):
    """A convolutional net whose parameters and modules are defined in a mixed order."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.scale = nn.Parameter(torch.randn(4, 1, 1))
        self.bn1 = nn.BatchNorm2d(4)
        self.blocks = nn.ModuleList([nn.Conv2d(4, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4)])
        self.heads = nn.ModuleDict({"coarse": nn.Linear(4, 2), "fine": nn.Linear(4, 5, bias=False)})
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(36, 6), nn.ReLU(), nn.Linear(6, 4))
        self.offset = nn.Parameter(torch.randn(4))

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x) * self.scale))
        x = torch.max_pool2d(x, 2)
        x = x + torch.relu(self.blocks[1](self.blocks[0](x)))
        x = self.classifier(x) + self.offset
        return torch.cat([self.heads["coarse"](x), self.heads["fine"](x)], 1)


class Tied(nn.Module):
    """One weight in two layers."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(5, 3)
        self.out = nn.Linear(3, 5)
        self.out.weight = self.embed.weight

    def forward(self, x):
        return self.out(torch.tanh(self.embed(x)))


def shake(module):
    """Values that no layer starts with, so that a mistake in using one shows."""
    with torch.no_grad():
        for name, t in module.state_dict().items():
            if "running_var" in name:
                t.uniform_(0.5, 2)
            elif t.is_floating_point():
                t.normal_(0, 0.5)
            else:
                t.fill_(3)


def packed(t):
    values = t.detach().flatten().tolist()
    dtype = {torch.int64: "int32"}.get(t.dtype, str(t.dtype).removeprefix("torch."))
    return {"shape": list(t.shape), "dtype": dtype, "values": [float(f"{v:.8g}") for v in values]}


def state_of(module):
    return {key: packed(t) for key, t in module.state_dict().items()}


def run(module, inputs):
    shake(module)
    before = state_of(module)
    trained = module.train()(*inputs)
    after = state_of(module)
    return {
        "inputs": [packed(t) for t in inputs],
        "state": before,
        "train": packed(trained),
        "stateAfter": {key: value for key, value in after.items() if value != before[key]},
        "eval": packed(module.eval()(*inputs)),
    }


def with_gradients(module, inputs):
    result = run(module, inputs)
    module.zero_grad()
    y = module.eval()(*inputs)
    cotangent = torch.randn(y.shape)
    (y * cotangent).sum().backward()
    gradients = {name: packed(p.grad) for name, p in module.named_parameters()}
    return {**result, "cotangent": packed(cotangent), "gradients": gradients}


def recurrent_cases():
    """Built by the same names in test/recurrent.test.ts; inputs are x and states."""
    return {
        "RNN": (nn.RNN(3, 4), x(5, 2, 3)),
        "RNN of one step": (nn.RNN(3, 4), x(1, 2, 3)),
        "RNN relu": (nn.RNN(3, 4, num_layers=2, nonlinearity="relu", bias=False), x(3, 2, 3), x(2, 2, 4)),
        "RNN both ways": (nn.RNN(3, 4, bidirectional=True, batch_first=True), x(2, 5, 3), x(2, 2, 4)),
        "LSTM": (nn.LSTM(3, 4), x(5, 2, 3)),
        "LSTM with all": (nn.LSTM(3, 4, 2, bidirectional=True, batch_first=True), x(3, 6, 3), (x(4, 3, 4), x(4, 3, 4))),
        "LSTM without bias": (nn.LSTM(3, 4, num_layers=3, bias=False), x(4, 1, 3), (x(3, 1, 4), x(3, 1, 4))),
        "LSTM unbatched": (nn.LSTM(3, 4, bidirectional=True), x(5, 3), (x(2, 4), x(2, 4))),
        "LSTM unbatched, batch first": (nn.LSTM(3, 4, batch_first=True), x(5, 3)),
        "GRU": (nn.GRU(3, 4), x(5, 2, 3)),
        "GRU with all": (nn.GRU(3, 4, 2, bidirectional=True, batch_first=True), x(3, 6, 3), x(4, 3, 4)),
        "GRU without bias": (nn.GRU(3, 4, bias=False), x(4, 2, 3), x(1, 2, 4)),
        "GRU unbatched": (nn.GRU(3, 4, num_layers=2), x(5, 3), x(2, 4)),
        "RNNCell": (nn.RNNCell(3, 4), x(2, 3), x(2, 4)),
        "RNNCell relu": (nn.RNNCell(3, 4, nonlinearity="relu", bias=False), x(2, 3)),
        "LSTMCell": (nn.LSTMCell(3, 4), x(2, 3), (x(2, 4), x(2, 4))),
        "LSTMCell without state": (nn.LSTMCell(3, 4, bias=False), x(3)),
        "GRUCell": (nn.GRUCell(3, 4), x(2, 3), x(2, 4)),
        "GRUCell unbatched": (nn.GRUCell(3, 4, bias=False), x(3), x(4)),
    }


def mask(*shape):
    """True at some places, but not at the first of a row, which could leave nothing to attend to."""
    return (torch.rand(shape) < 0.4) & (torch.arange(shape[-1]) > 0)


def transformer_cases():
    """Built by the same names in test/transformers.test.ts; with keyword arguments."""
    small = {"dim_feedforward": 5, "dropout": 0}
    batched = {**small, "batch_first": True}
    pre = {**batched, "norm_first": True, "activation": "gelu", "layer_norm_eps": 0.1}
    attention, norm = nn.MultiheadAttention, nn.LayerNorm(6)
    encoder, decoder = nn.TransformerEncoderLayer, nn.TransformerDecoderLayer
    source, target = mask(2, 5), mask(2, 4)
    two = {"src_mask": mask(5, 5), "src_key_padding_mask": source}
    four = {"memory_mask": mask(4, 5), "tgt_key_padding_mask": target, "memory_key_padding_mask": source}
    causal = {"tgt_mask": torch.triu(torch.ones(4, 4), 1).bool()}
    some = {"attn_mask": mask(4, 5), "key_padding_mask": source, "average_attn_weights": False}
    return {
        "MultiheadAttention": (attention(6, 3, batch_first=True), [x(2, 4, 6), x(2, 5, 6), x(2, 5, 6)], {}),
        "MultiheadAttention with masks": (attention(6, 3, bias=False), [x(4, 2, 6), x(5, 2, 6), x(5, 2, 6)], some),
        "MultiheadAttention of other features": (
            attention(6, 2, kdim=5, vdim=7),
            [x(4, 2, 6), x(3, 2, 5), x(3, 2, 7)],
            {"attn_mask": x(4, 4, 3), "need_weights": False},
        ),
        "MultiheadAttention unbatched": (
            attention(6, 3),
            [x(4, 6), x(5, 6), x(5, 6)],
            {"attn_mask": x(4, 5), "key_padding_mask": mask(5)},
        ),
        "TransformerEncoderLayer": (encoder(6, 3, **batched), [x(2, 5, 6)], {}),
        "TransformerEncoderLayer norm first": (encoder(6, 3, **pre), [x(2, 5, 6)], two),
        "TransformerEncoder": (
            nn.TransformerEncoder(encoder(6, 3, **small), 2, norm),
            [x(5, 2, 6)],
            {"mask": x(5, 5), "src_key_padding_mask": source},
        ),
        "TransformerDecoderLayer": (decoder(6, 3, **small), [x(4, 2, 6), x(5, 2, 6)], {}),
        "TransformerDecoderLayer norm first": (decoder(6, 3, **pre), [x(2, 4, 6), x(2, 5, 6)], {**causal, **four}),
        "TransformerDecoder": (nn.TransformerDecoder(decoder(6, 3, **batched), 2), [x(2, 4, 6), x(2, 5, 6)], causal),
    }


def flat(value):
    """The tensors in nested tuples."""
    if isinstance(value, torch.Tensor):
        return [value]
    return [t for part in value or () for t in flat(part)]


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def differentiated(module, inputs, options):
    shake(module)
    leaves = flat(inputs)
    for t in leaves:
        t.requires_grad_()
    outputs = flat(module.train()(*inputs, **options))
    cotangents = [torch.randn(t.shape) for t in outputs]
    sum((t * c).sum() for t, c in zip(outputs, cotangents)).backward()
    return {
        "state": state_of(module),
        "inputs": [packed(t) for t in leaves],
        "options": {camel(key): packed(t) if isinstance(t, torch.Tensor) else t for key, t in options.items()},
        "outputs": [packed(t) for t in outputs],
        "cotangents": [packed(t) for t in cotangents],
        "inputGradients": [packed(t.grad) for t in leaves],
        "gradients": {name: packed(p.grad) for name, p in module.named_parameters()},
    }


def save(name, value):
    text = ",\n".join(f"{json.dumps(key)}:{json.dumps(entry, separators=(',', ':'))}" for key, entry in value.items())
    (target / f"{name}.json").write_text("{\n" + text + "\n}\n")


if __name__ == "__main__":
    target.mkdir(parents=True, exist_ok=True)
    save("layers", {name: run(module, inputs) for name, (module, *inputs) in CASES.items()})
    words = torch.tensor([[1, 4, 0], [2, 2, 3]], dtype=torch.int32)
    save("models", {"Net": with_gradients(Net(), [x(2, 1, 6, 6)]), "Tied": with_gradients(Tied(), [words])})
    recurrent = recurrent_cases().items()
    save("recurrent", {name: differentiated(module, inputs, {}) for name, (module, *inputs) in recurrent})
    save("transformers", {name: differentiated(*case) for name, case in transformer_cases().items()})
