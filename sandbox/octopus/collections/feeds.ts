import type { Collection } from "./collection";

/** The name of the feed that comes with every space. */
export const builtInFeed = "Octopus Server (built-in)";

/** Feeds of packages. There are those that come with spaces and no others. */
export const feeds: Collection = {
  noun: "feed",
  type: "Feed",
  ids: "Feeds",
  methods: [],
  named: true,
  defaults: {
    FeedType: "BuiltIn",
    DeleteUnreleasedPackagesAfterDays: 30,
    DownloadAttempts: 5,
    DownloadRetryBackoffSeconds: 10,
    IsBuiltInRepoSyncEnabled: false,
    PackageAcquisitionLocationOptions: ["Server", "ExecutionTarget"],
  },
  filters: { feedType: "FeedType" },
};
