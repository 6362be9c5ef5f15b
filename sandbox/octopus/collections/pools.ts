import { text } from "../json";
import { all, type Collection } from "./collection";

export const machinePolicies: Collection = {
  noun: "machine policy",
  type: "MachinePolicy",
  ids: "MachinePolicies",
  methods: [],
  named: true,
  defaults: { Description: "", IsDefault: false },
};

export const workerPools: Collection = {
  noun: "worker pool",
  type: "WorkerPool",
  ids: "WorkerPools",
  methods: all,
  named: true,
  defaults: {
    Description: "",
    IsDefault: false,
    SortOrder: 0,
    CanAddWorkers: true,
    WorkerPoolType: "StaticWorkerPool",
  },
  complete: (pool) => ({ ...pool, CanAddWorkers: true }),
  problems: ({ WorkerPoolType }) =>
    WorkerPoolType === "StaticWorkerPool"
      ? []
      : [`The sandbox's Octopus Server does not know worker pools of type '${text(WorkerPoolType)}'.`],
  kept: ({ IsDefault }) => (IsDefault === true ? "The default worker pool cannot be deleted." : undefined),
  // There is one default in a space.
  stored: ({ Id, IsDefault }, space) => {
    if (IsDefault !== true) return;
    const pools = space.documents("workerpools");
    for (const [id, pool] of pools) if (id !== Id) pools.set(id, { ...pool, IsDefault: false });
  },
};
