import { AdamBase, adamSettings, type AdamSettings } from "./adam-base";
import type { ParameterInput } from "./parameter-group";

/** Adam with decoupled weight decay (https://arxiv.org/abs/1711.05101). */
export class AdamW extends AdamBase {
  protected readonly decoupled = true;

  constructor(params: ParameterInput<AdamSettings>, options: Partial<AdamSettings> = {}) {
    super("AdamW", params, adamSettings(options, 0.01));
  }
}
