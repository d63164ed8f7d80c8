import { statSync, truncateSync, writeFileSync } from "node:fs";
import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { type SafetensorsFile, openSafetensors, saveSafetensors, serializeSafetensors } from "../../src/index";
import { scratch } from "../scratch";

const at = scratch();
beforeAll(() => setBackend(cpu()));

const state = {
  weight: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
  bias: { data: Float32Array.of(7), shape: [1] },
};
const save = async (maxShardBytes?: number) => {
  const tensors = Object.entries(state).map(([name, { data, shape }]) => [name, tensor(data, { shape })] as const);
  await saveSafetensors(at("model.safetensors"), new Map(tensors), { maxShardBytes, metadata: { epoch: "3" } });
};

describe.each([
  ["a file", undefined],
  ["shards", 24],
])("openSafetensors of %s", (_, maxShardBytes) => {
  it("tells what is there and reads tensors one by one", async () => {
    await save(maxShardBytes);
    const file = await openSafetensors(at());
    expect({ ...file.metadata }).toEqual({ epoch: "3" });
    expect(Object.fromEntries(file.tensors)).toEqual({
      weight: { dtype: "F32", shape: [2, 3] },
      bias: { dtype: "F32", shape: [1] },
    });
    for (const [name, { data, shape }] of Object.entries(state)) {
      const t = await file.tensor(name);
      expect(await t.data()).toEqual(data);
      expect(t.shape).toEqual(shape);
      expect(await file.raw(name)).toEqual({ dtype: "F32", shape, bytes: new Uint8Array(data.buffer) });
    }
    await file.close();
    await file.close();
  });

  it("names what is not there", async () => {
    await save(maxShardBytes);
    await using file = await openSafetensors(at());
    for (const name of ["wait", "__proto__", "constructor"]) {
      await expect(file.tensor(name)).rejects.toThrow(`there is no tensor "${name}" among its 2, such as "`);
    }
  });

  it("is closed at the end of its block", async () => {
    await save(maxShardBytes);
    let file: SafetensorsFile;
    {
      await using opened = await openSafetensors(at());
      file = opened;
    }
    await expect(file.tensor("bias")).rejects.toThrow(/: the file was closed, open it again to read from it$/);
  });
});

describe("openSafetensors", () => {
  it("reads no tensor before it is asked for", async () => {
    const path = at("model.safetensors");
    await save();
    const file = await openSafetensors(path);
    // The elements of the last tensor are gone: what is read before them is not affected.
    const { size } = statSync(path);
    truncateSync(path, size - 24);
    expect(await (await file.tensor("bias")).item()).toBe(7);
    await expect(file.tensor("weight")).rejects.toThrow(
      /^cannot read ".*model.safetensors": it was cut at byte \d+ while/,
    );
    await file.close();
  });

  it("names the file of a tensor that no tensor dtype holds", async () => {
    const bytes = Uint8Array.of(0x12);
    writeFileSync(at("f4"), serializeSafetensors([["w", { dtype: "F4", shape: [2], bytes }]]));
    await using file = await openSafetensors(at("f4"));
    await expect(file.tensor("w")).rejects.toThrow(/f4": tensor "w": no tensor dtype holds F4; parseSafetensors gives/);
    expect(await file.raw("w")).toEqual({ dtype: "F4", shape: [2], bytes });
  });

  it("names what is missing", async () => {
    await expect(openSafetensors(at("none"))).rejects.toThrow(
      /^cannot read ".*none": there is no such file or folder$/,
    );
    await expect(openSafetensors(at("none.index.json"))).rejects.toThrow(
      /^cannot read ".*none.index.json": there is no/,
    );
  });
});
