import { Faults } from "../aws/front/faults";
import { RequestLog } from "../aws/front/log";
import type { OctopusFault } from "./faults";
import type { OctopusLogEntry } from "./log";
import { newStore } from "./spaces";

/** An Octopus Server apart from its connections. */
export class OctopusState {
  readonly store = newStore();
  readonly faults = new Faults<OctopusFault>();
  readonly log = new RequestLog<OctopusLogEntry>();

  constructor(
    readonly apiKey: string,
    /** E.g. `2026.2.7312`. */
    public version: string,
  ) {}
}
