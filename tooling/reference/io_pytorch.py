"""Writes packages/io/test/golden/pytorch with PyTorch: python3 tooling/reference/io_pytorch.py

State dicts as PyTorch would save them, under its own keys, and what the modules give in evaluation.

convnet.safetensors: after 4 training steps
    class ConvNet(nn.Module):
        conv = nn.Conv2d(2, 4, 3, padding=1)
        bn = nn.BatchNorm2d(4)              # with running_mean, running_var, num_batches_tracked (I64)
        fc = nn.Linear(64, 3)
        forward(x) = fc(flatten(max_pool2d(relu(bn(conv(x))), 2), 1))
    convnet-io.safetensors: input [2,2,8,8], output [2,3]

lstm.safetensors: after 4 training steps
    nn.LSTM(3, 5, num_layers=2, bidirectional=True, batch_first=True)
    lstm-io.safetensors: input [2,4,3], output [2,4,10], h_n and c_n [4,2,5]; the initial state is zero
"""

import pathlib

import torch
import torch.nn.functional as F
from torch import nn

import io_safetensors

target = pathlib.Path(__file__).parents[2] / "packages/io/test/golden/pytorch"


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, padding=1)
        self.bn = nn.BatchNorm2d(4)
        self.fc = nn.Linear(64, 3)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn(self.conv(x))), 2)
        return self.fc(torch.flatten(x, 1))


def train(module, batch, loss_of):
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9)
    for _ in range(4):
        optimizer.zero_grad()
        loss_of(module(batch())).backward()
        optimizer.step()
    return module.eval()


def save(name, tensors, metadata=None):
    arrays = {key: t.detach().numpy() for key, t in tensors.items()}
    io_safetensors.write(target / f"{name}.safetensors", arrays, metadata)


if __name__ == "__main__":
    target.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)

    torch.manual_seed(1)
    convnet = train(ConvNet(), lambda: 2 * torch.randn(6, 2, 8, 8) + 1, lambda y: F.cross_entropy(y, torch.arange(6) % 3))
    x = torch.randn(2, 2, 8, 8)
    save("convnet", convnet.state_dict(), {"format": "pt"})
    save("convnet-io", {"input": x, "output": convnet(x)})

    torch.manual_seed(2)
    lstm = nn.LSTM(3, 5, num_layers=2, bidirectional=True, batch_first=True)
    train(lstm, lambda: torch.randn(6, 7, 3), lambda result: (result[0] - 0.5).square().mean())
    x = torch.randn(2, 4, 3)
    output, (h_n, c_n) = lstm(x)
    save("lstm", lstm.state_dict(), {"format": "pt"})
    save("lstm-io", {"input": x, "output": output, "h_n": h_n, "c_n": c_n})
