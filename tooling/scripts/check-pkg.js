// Packs the package in the current folder as for publishing, and checks the tarball.
import { spawnSync } from "node:child_process";

for (const command of [
  "pnpm pack --out .pack/package.tgz",
  "publint --strict .pack/package.tgz",
  "attw --profile node16 .pack/package.tgz",
]) {
  const { status } = spawnSync(command, { shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
