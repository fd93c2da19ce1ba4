import type { Assertion } from "./account.ts";
import { clusters } from "./assertions/clusters.ts";
import { data } from "./assertions/data.ts";
import { network } from "./assertions/network.ts";
import { watching } from "./assertions/watching.ts";

/** All of them, in the order in which they are told. */
export const assertions: Assertion[] = [...network, ...data, ...clusters, ...watching];
