import fs, { type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fileErrorReason, makeFolder, openFile, writeFileAtomically } from "../../src/files";
import { loadSafetensors, saveSafetensors } from "../../src/index";

let folder = "";
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), "files-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await fs.rm(folder, { recursive: true });
});

describe("openFile", () => {
  it("reads any part of a file", async () => {
    await fs.writeFile(join(folder, "f"), Uint8Array.of(1, 2, 3, 4, 5));
    const file = await openFile(join(folder, "f"));
    expect(file.size).toBe(5);
    expect(await file.read(1, 3)).toEqual(Uint8Array.of(2, 3, 4));
    expect(await file.read(5, 0)).toEqual(new Uint8Array(0));
    await file.close();
  });

  it("notices that a file was cut meanwhile", async () => {
    await fs.writeFile(join(folder, "f"), new Uint8Array(100));
    const file = await openFile(join(folder, "f"));
    await fs.truncate(join(folder, "f"), 60);
    await expect(file.read(0, 100)).rejects.toThrow("it was cut at byte 60 while it was read");
    await file.close();
  });
});

describe("makeFolder", () => {
  it("makes what is missing, also when several do so at once", async () => {
    const path = join(folder, "a", "b", "c");
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, "a", "d"))]);
    await makeFolder(path);
    expect((await fs.readdir(join(folder, "a"))).sort()).toEqual(["b", "d"]);
    expect(await fs.readdir(join(folder, "a", "b"))).toEqual(["c"]);
  });

  it("says what is in the way", async () => {
    await fs.writeFile(join(folder, "file"), "");
    await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolder(join(folder, "file", "in", "it"))).rejects.toMatchObject({ code: "EEXIST" });
  });

  it.each(["/proc/folder", "/proc/folder/in/it", "/dev/null/folder"])("ends for %s, which cannot be", async (path) => {
    await expect(makeFolder(path)).rejects.toThrow(/^E[A-Z]+: .*, mkdir/);
  });
});

describe("writeFileAtomically", () => {
  it("replaces neither folders nor devices", async () => {
    await expect(writeFileAtomically(folder, [Uint8Array.of(1)])).rejects.toThrow("it is a folder");
    await expect(writeFileAtomically("/dev/null", [Uint8Array.of(1)])).rejects.toThrow("it is no regular file");
    expect((await fs.stat("/dev/null")).isCharacterDevice()).toBe(true);
  });

  it("renames the file only when it is on disk", async () => {
    const steps: string[] = [];
    const recorded = <T extends object>(target: T, names: readonly (keyof T & string)[]): T =>
      new Proxy(target, {
        get: (object, name) => {
          const value: unknown = Reflect.get(object, name);
          if (typeof value !== "function") return value;
          return async (...args: unknown[]) => {
            if (names.some((wanted) => wanted === name)) steps.push(String(name));
            const result: unknown = await Reflect.apply(value, object, args);
            return name === "open" ? recorded(result as FileHandle, ["writeFile", "sync", "close"]) : result;
          };
        },
      });
    const { getBuiltinModule } = process;
    vi.spyOn(process, "getBuiltinModule").mockImplementation(((id: "node:fs/promises") =>
      id === "node:fs/promises"
        ? recorded(fs, ["open", "rename"])
        : getBuiltinModule(id)) as typeof process.getBuiltinModule);
    await writeFileAtomically(join(folder, "f"), [Uint8Array.of(1), Uint8Array.of(2)]);
    const renamed = ["open", "writeFile", "writeFile", "sync", "close", "rename"];
    const folderFlushed = ["open", "sync", "close"];
    expect(steps).toEqual([...renamed, ...folderFlushed]);
    expect([...(await fs.readFile(join(folder, "f")))]).toEqual([1, 2]);
  });
});

describe("a runtime without files", () => {
  it("asks for bytes instead", async () => {
    const { getBuiltinModule } = process;
    Object.assign(process, { getBuiltinModule: undefined });
    try {
      await expect(loadSafetensors("f")).rejects.toThrow(
        /^cannot read "f": no file access in this runtime.*pass the bytes/,
      );
      await expect(saveSafetensors("f", {})).rejects.toThrow(/^cannot write "f": no file access in this runtime/);
    } finally {
      Object.assign(process, { getBuiltinModule });
    }
  });
});

describe("fileErrorReason", () => {
  it("puts the usual codes into words", () => {
    expect(fileErrorReason(Object.assign(new Error("EACCES: x"), { code: "EACCES" }))).toBe("permission denied");
    expect(fileErrorReason(Object.assign(new Error("ENOSPC: x"), { code: "ENOSPC" }))).toBe("the disk is full");
    expect(fileErrorReason(Object.assign(new Error("EXDEV: x"), { code: "EXDEV" }))).toBe("EXDEV: x");
    expect(fileErrorReason(Object.assign(new Error("odd"), { code: "toString" }))).toBe("odd");
    expect(fileErrorReason("text")).toBe("text");
  });
});
