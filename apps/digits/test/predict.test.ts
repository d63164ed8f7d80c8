import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { saveSafetensors } from "@nn/io";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { digits, temporaryFolder } from "./run-digits";

beforeAll(() => setBackend(cpu()));

async function predictWith(file: string): Promise<string> {
  const { code, out, err } = await digits(["predict", file]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).not.toContain("    at ");
  return err;
}

it("refuses a file that is not there", async () => {
  expect(await predictWith("/none/x")).toBe("digits: cannot read /none/x: there is no such file or folder\n");
});

it("refuses a file of another format", async () => {
  const file = join(temporaryFolder(), "text");
  writeFileSync(file, "hello, this is some text");
  expect(await predictWith(file)).toMatch(/text is no network that `digits train` saved: header length is /);
});

it("refuses a network of another program", async () => {
  const file = join(temporaryFolder(), "other.safetensors");
  await saveSafetensors(file, { weight: tensor([1]) });
  expect(await predictWith(file)).toContain(
    "its metadata must hold model (mlp or cnn), classes (10), seed and accuracy, found {}",
  );
});

it("refuses weights that do not fit", async () => {
  const file = join(temporaryFolder(), "wrong.safetensors");
  await saveSafetensors(
    file,
    { "1.weight": tensor([1]) },
    { metadata: { model: "mlp", classes: "10", seed: "0", accuracy: "1" } },
  );
  expect(await predictWith(file)).toMatch(/is no network that `digits train` saved: [^]*1\.weight/);
});
