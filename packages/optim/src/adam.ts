import { AdamBase, adamSettings, type AdamSettings } from "./adam-base";
import type { ParameterInput } from "./parameter-group";

/** Adam (https://arxiv.org/abs/1412.6980); weight decay is added to the gradient. */
export class Adam extends AdamBase {
  protected readonly decoupled = false;

  constructor(params: ParameterInput<AdamSettings>, options: Partial<AdamSettings> = {}) {
    super("Adam", params, adamSettings(options, 0));
  }
}
