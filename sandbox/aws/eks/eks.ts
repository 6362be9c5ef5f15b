import type { Service } from "../service";
import { accessHandlers } from "./access";
import { addonHandlers } from "./addons";
import { clusterHandlers } from "./clusters";
import { nodegroupHandlers } from "./nodegroups";
import { podIdentityHandlers } from "./pod-identity";
import { route } from "./routes";
import { tagHandlers } from "./tags";
import { updateHandlers } from "./updates";

/**
 * Elastic Kubernetes Service. moto has clusters and node groups only, and drops half of their fields, so all of it
 * is the sandbox's own. It keeps records: no node or add-on runs behind them. A cluster has a control plane, if the
 * sandbox was started with Kubernetes.
 */
export const eks: Service = {
  complete: true,
  route,
  own: {
    ...clusterHandlers,
    ...nodegroupHandlers,
    ...addonHandlers,
    ...podIdentityHandlers,
    ...accessHandlers,
    ...updateHandlers,
    ...tagHandlers,
  },
};
