import { z } from "zod";

/** A fault as `POST /_octolaunch/faults` takes it: like one of AWS, for what an Octopus Server is asked. */
const faultSchema = z.strictObject({
  match: z.strictObject({
    /** E.g. `POST`. */
    method: z.string().optional(),
    /** Its name in addresses, e.g. `environments`. */
    collection: z.string().optional(),
    /** E.g. `Spaces-2`; `""` for what is no space's. */
    space: z.string().optional(),
  }),
  times: z.int().positive().default(1),
  after: z.int().nonnegative().default(0),
  kind: z.enum(["error", "drop", "delay"]),
  message: z.string().default("a fault was asked for"),
  status: z.int().default(500),
  executed: z.boolean().default(false),
  ms: z.int().nonnegative().default(1000),
});

export const faultsSchema = z.array(faultSchema);
export type OctopusFault = z.infer<typeof faultSchema>;
