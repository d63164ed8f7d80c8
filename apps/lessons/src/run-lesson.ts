import { cpu } from "@nn/backend-cpu";
import { manualSeed, withBackend } from "@nn/core";
import type { Io } from "./io";
import { LESSONS } from "./lessons";
import { Page } from "./page/page";

export interface RunOptions {
  readonly pictures: string;
  readonly data?: string;
}

/** Runs one lesson, by its number from 1 on, always with the same random numbers. */
export async function runLesson(number: number, { pictures, data }: RunOptions, io: Io): Promise<void> {
  const lesson = LESSONS[number - 1];
  const prefix = `${String(number).padStart(2, "0")}-${lesson.name}`;
  const page = new Page({ io, prefix, pictures, data });
  const backend = cpu();
  try {
    await withBackend(backend, async () => {
      manualSeed(number);
      page.heading(`${number}. ${lesson.title}`);
      await lesson.run(page);
    });
    page.say(`The code of this page: apps/lessons/src/lessons/${prefix}.ts`);
  } finally {
    backend.dispose();
  }
}
