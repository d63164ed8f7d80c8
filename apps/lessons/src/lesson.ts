import type { Page } from "./page/page";

export interface Lesson {
  /** A word or two in kebab case; together with the number also the name of the lesson's file. */
  readonly name: string;
  readonly title: string;
  /** Teaches: runs on the current backend, its random numbers seeded, and throws when a number is off. */
  run(page: Page): Promise<void>;
}
