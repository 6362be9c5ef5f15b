import { refusals } from "../../../fixtures/refusals";

const oidc = { issuer: "https://octopus.example.com" };
const script = { kind: "awsScript", name: "Script", script: "aws s3 ls" };
const at = "octopus.projects[0].steps[0]";

const project = (...steps: object[]): object => ({ projects: [{ name: "Shop", steps }] });

describe("the steps in the setting octopus", () => {
  refusals([
    {
      refuses: "a project without steps, and a step of no kind",
      octopus: {
        projects: [
          { name: "Shop", steps: [] },
          { name: "Blog", steps: [{ name: "x", kind: "ecsService" }] },
        ],
      },
      says: [
        ["octopus.projects[0].steps", "is empty: describe at least one step"],
        ["octopus.projects[1].steps[0].kind", "is none of"],
      ],
    },
    {
      refuses: "two projects that Octopus cannot tell apart",
      octopus: {
        projects: [
          { name: "Web Shop", steps: [script] },
          { name: "web-shop", steps: [script] },
        ],
      },
      says: [
        ["octopus.projects[1].name", "is web-shop, which Octopus would take for an earlier project's name"],
      ],
    },
    {
      refuses: "two steps of one name, and one that is called like the consent",
      octopus: project(script, { ...script, name: "SCRIPT" }, { ...script, name: "Approve" }),
      says: [
        [
          "octopus.projects[0].steps[1].name",
          "is SCRIPT, which an earlier step of the project is called too",
        ],
        ["octopus.projects[0].steps[2].name", "is Approve, which an earlier step"],
      ],
    },
    {
      refuses: "sessions that AWS would not give",
      octopus: project(
        { ...script, sessionSeconds: 3601 },
        { ...script, name: "Short", sessionSeconds: 899 },
      ),
      says: [
        [`${at}.sessionSeconds`, "is over 3600", "after an hour", "split it"],
        ["octopus.projects[0].steps[1].sessionSeconds", "is under 900"],
      ],
    },
    {
      refuses: "steps for environments that are not there, or for none",
      octopus: project(
        { ...script, environments: ["dev", "qa"] },
        { ...script, name: "Never", environments: [] },
        { kind: "manualIntervention", name: "Wait", instructions: "Look.", environments: ["tooling"] },
      ),
      says: [
        ["octopus.projects[0].steps[1].environments", "the step would never run"],
        [
          `${at}.environments[1]`,
          "is qa, which is none of organization.environments: write one of dev, staging, prod",
        ],
        ["octopus.projects[0].steps[2].environments[0]", "is tooling"],
      ],
    },
    {
      refuses: "a role that one of the step's environments does not have",
      octopus: project({ ...script, role: "ProdDeployRole" }),
      says: [
        [`${at}.role`, "is ProdDeployRole, which dev does not have: write DevDeployRole"],
        [`${at}.role`, "which staging does not have"],
      ],
    },
    {
      refuses: "an account that the step's environment does not have",
      octopus: project({ ...script, account: "prod", environments: ["dev"] }),
      says: [[`${at}.account`, "is prod, which dev does not have: write dev"]],
    },
    {
      refuses: "a role whose name has that of one of the environments in it, for two",
      octopus: project({ ...script, role: "DevOpsRole", environments: ["dev", "staging"] }),
      changes: {
        "environments[0].deployRoles[0].name": "DevOpsRole",
        "environments[1].deployRoles[0].name": "DevOpsRole",
      },
      says: [[`${at}.role`, "is DevOpsRole, which is called OpsRole and DevOpsRole", "one step for each"]],
    },
    {
      refuses: "credentials that are not provided",
      octopus: project({ ...script, credentials: "oidc" }),
      says: [[`${at}.credentials`, "is oidc, which octopus.accounts does not have"]],
    },
    {
      refuses: "a role of the launcher's for a step that logs in with tokens",
      octopus: { ...project({ ...script, role: "DeployRole" }), accounts: "oidc", oidc },
      says: [[`${at}.role`, "logs in with tokens of Octopus", "credentials: ambient"]],
    },
    {
      refuses: "credentials that are keys",
      octopus: project({ ...script, credentials: "accessKey" }),
      says: [[`${at}.credentials`, "is none of ambient, oidc"]],
    },
    {
      refuses: "names that AWS does not take, and nothing where something has to be",
      octopus: project(
        { ...script, script: "" },
        { kind: "cloudFormation", name: "Stack", stack: "1st stack!", template: "" },
        { kind: "s3Upload", name: "Upload", bucket: "Releases", package: "" },
        { kind: "manualIntervention", name: "Wait", instructions: "", teams: [] },
      ),
      says: [
        [`${at}.script`, "is empty: write it out, or name a package and a path in it"],
        ["octopus.projects[0].steps[1].stack", "is no name of a stack"],
        ["octopus.projects[0].steps[1].template", "is empty"],
        ["octopus.projects[0].steps[2].package", "is empty"],
        ["octopus.projects[0].steps[2].bucket", "is no name of a bucket"],
        ["octopus.projects[0].steps[3].instructions", "is empty"],
        ["octopus.projects[0].steps[3].teams", "is empty"],
      ],
    },
  ]);
});
