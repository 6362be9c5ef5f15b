import { cluster } from "./cluster";
import { identity } from "./identity";
import { network } from "./network";
import { organization } from "./organization";
import type { Sample } from "./sample";

export { nameOf, type Sample } from "./sample";

/** In an order in which each finds what it refers to. */
export const samples: Sample[] = [...identity, ...network, ...cluster, ...organization];
