/** Where the sandbox's own addresses are, beside AWS's. */
export const controlPath = "/_octolaunch/";
