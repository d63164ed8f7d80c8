import type { Callback } from "@nn/train";
import { DigitsError } from "./errors";

/** What the result of a training depends on, by the options that say it. */
export type Settings = Readonly<Record<string, string | number | boolean | null>>;

/** Keeps a run's settings in its checkpoints, and refuses to go on with others. */
export function settingsGuard(settings: Settings): Callback {
  let isKnown = false;
  return {
    name: "settings",
    stateDict: () => settings,
    loadStateDict(state) {
      isKnown = true;
      const saved = state as Settings;
      const different = Object.keys(settings).filter((name) => saved[name] !== settings[name]);
      if (different.length === 0) return;
      const list = different.map((name) => `${name} was ${saved[name]} and is ${settings[name]}`).join(", ");
      throw new DigitsError(`it belongs to another run: ${list}. Give that run's options, or name another folder`);
    },
    onStart({ step }) {
      if (step > 0 && !isKnown) throw new DigitsError("the checkpoint is not one of this program's");
    },
  };
}
