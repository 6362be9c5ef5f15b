import assert from "node:assert/strict";

import * as org from "@aws-sdk/client-organizations";

import { limits } from "../../../trust/limits";
import { deny } from "../plugins/samples/sample";
import { accounts, organization, TestAws } from "./aws";

type Type = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

const scp = deny("s3:DeleteBucket");
const rcp = deny("s3:DeleteBucket", { Principal: "*" });
const allowing = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }],
});
const fits = (content: string, size: number): string => content + " ".repeat(size - content.length);

describe("What Organizations refuses", function () {
  this.timeout(120_000);
  let aws: TestAws;
  let organizations: org.OrganizationsClient;
  let rootId: string;

  before(async () => {
    aws = await TestAws.start();
    organizations = new org.OrganizationsClient(aws.management());
    const { Roots } = await organizations.send(new org.ListRootsCommand({}));
    rootId = Roots?.[0]?.Id ?? "";
  });
  after(() => aws.stop());

  const enable = (PolicyType: Type) =>
    organizations.send(new org.EnablePolicyTypeCommand({ RootId: rootId, PolicyType }));
  const disable = (PolicyType: Type) =>
    organizations.send(new org.DisablePolicyTypeCommand({ RootId: rootId, PolicyType }));
  const attach = (PolicyId: string, TargetId: string): Promise<unknown> =>
    organizations.send(new org.AttachPolicyCommand({ PolicyId, TargetId }));
  const detach = (PolicyId: string, TargetId: string): Promise<unknown> =>
    organizations.send(new org.DetachPolicyCommand({ PolicyId, TargetId }));
  const remove = (PolicyId: string): Promise<unknown> =>
    organizations.send(new org.DeletePolicyCommand({ PolicyId }));
  const update = (input: org.UpdatePolicyCommandInput): Promise<unknown> =>
    organizations.send(new org.UpdatePolicyCommand(input));
  const policiesOf = (TargetId: string): Promise<unknown> =>
    organizations.send(new org.ListPoliciesForTargetCommand({ TargetId, Filter: "SERVICE_CONTROL_POLICY" }));

  let made = 0;
  async function create(
    Type: Type,
    {
      Content = Type === "SERVICE_CONTROL_POLICY" ? scp : rcp,
      ...input
    }: Partial<org.CreatePolicyCommandInput> = {},
  ): Promise<string> {
    const Name = `policy-${made++}`;
    const { Policy } = await organizations.send(
      new org.CreatePolicyCommand({ Type, Name, Description: "", Content, ...input }),
    );
    return Policy?.PolicySummary?.Id ?? "";
  }
  const createScp = (input?: Partial<org.CreatePolicyCommandInput>) =>
    create("SERVICE_CONTROL_POLICY", input);
  const createRcp = (input?: Partial<org.CreatePolicyCommandInput>) =>
    create("RESOURCE_CONTROL_POLICY", input);

  /** Attaches policies of a type until a target has as many as it may. */
  async function fill(type: Type, target: string, most: number): Promise<void> {
    for (let count = 1; count < most; count++) await attach(await create(type), target);
  }

  const absentUnit = "ou-abcd-12345678";
  const cases: [what: string, request: () => Promise<unknown>, name: string, reason?: string][] = [
    ["an SCP that is no JSON", () => createScp({ Content: "{" }), "MalformedPolicyDocumentException"],
    ["an SCP with a principal", () => createScp({ Content: rcp }), "MalformedPolicyDocumentException"],
    [
      "an SCP that is too long",
      () => createScp({ Content: fits(scp, limits.scpCharacters.value + 1) }),
      "ConstraintViolationException",
      "POLICY_CONTENT_LIMIT_EXCEEDED",
    ],
    ["an RCP without a principal", () => createRcp({ Content: scp }), "MalformedPolicyDocumentException"],
    ["an RCP that allows", () => createRcp({ Content: allowing }), "MalformedPolicyDocumentException"],
    [
      "an RCP that is too long",
      () => createRcp({ Content: fits(rcp, limits.rcpCharacters.value + 1) }),
      "ConstraintViolationException",
      "POLICY_CONTENT_LIMIT_EXCEEDED",
    ],
    [
      "a name that another policy of the type has",
      async () => createScp({ Name: await named("twice") }),
      "DuplicatePolicyException",
    ],
    ["the name of AWS's own policy", () => createScp({ Name: "FullAWSAccess" }), "DuplicatePolicyException"],
    ["an empty name", () => createScp({ Name: "" }), "InvalidInputException", "MIN_LENGTH_EXCEEDED"],
    [
      "a name of 129 characters",
      () => createScp({ Name: "n".repeat(129) }),
      "InvalidInputException",
      "MAX_LENGTH_EXCEEDED",
    ],
    [
      "a description of 513 characters",
      () => createScp({ Description: "d".repeat(513) }),
      "InvalidInputException",
      "MAX_LENGTH_EXCEEDED",
    ],
    [
      "a policy without a description, which may be empty",
      () => createScp({ Description: undefined }),
      "InvalidInputException",
      "INPUT_REQUIRED",
    ],
    ["a type that there is not", () => create("SCP" as Type), "InvalidInputException"],

    [
      "a change to malformed content",
      async () => update({ PolicyId: await createScp(), Content: rcp }),
      "MalformedPolicyDocumentException",
    ],
    [
      "a change to another's name",
      async () => update({ PolicyId: await createScp(), Name: await named("renamed") }),
      "DuplicatePolicyException",
    ],
    [
      "a change to a name of 129 characters",
      async () => update({ PolicyId: await createScp(), Name: "n".repeat(129) }),
      "InvalidInputException",
      "MAX_LENGTH_EXCEEDED",
    ],
    [
      "a change of AWS's own policy",
      () => update({ PolicyId: "p-FullAWSAccess", Content: scp }),
      "InvalidInputException",
      "IMMUTABLE_POLICY",
    ],
    ["a change of nothing", () => update({ PolicyId: "p-12345678" }), "PolicyNotFoundException"],

    ["to delete a policy that is not there", () => remove("p-12345678"), "PolicyNotFoundException"],
    ["to delete AWS's own SCP", () => remove("p-FullAWSAccess"), "InvalidInputException", "IMMUTABLE_POLICY"],
    [
      "to delete AWS's own RCP",
      () => remove("p-RCPFullAWSAccess"),
      "InvalidInputException",
      "IMMUTABLE_POLICY",
    ],
    [
      "to delete a policy that is attached",
      async () => {
        const id = await createRcp();
        await attach(id, accounts.dev);
        await remove(id).finally(() => detach(id, accounts.dev));
      },
      "PolicyInUseException",
    ],

    ["to attach a policy that is not there", () => attach("p-12345678", rootId), "PolicyNotFoundException"],
    [
      "to attach to a root that is not there",
      async () => attach(await createScp(), "r-none"),
      "TargetNotFoundException",
    ],
    [
      "to attach to an OU that is not there",
      async () => attach(await createScp(), absentUnit),
      "TargetNotFoundException",
    ],
    [
      "to attach to another organization's account",
      async () => attach(await createScp(), "000000000000"),
      "TargetNotFoundException",
    ],
    [
      "to attach to what is no target",
      async () => attach(await createScp(), `${accounts.dev}0`),
      "InvalidInputException",
      "INVALID_PATTERN_TARGET_ID",
    ],
    [
      "to attach twice",
      async () => {
        const id = await createScp();
        await attach(id, accounts.dev);
        await attach(id, accounts.dev).finally(() => detach(id, accounts.dev));
      },
      "DuplicatePolicyAttachmentException",
    ],
    [
      "to attach AWS's own policy again",
      () => attach("p-FullAWSAccess", rootId),
      "DuplicatePolicyAttachmentException",
    ],
    [
      "to attach an SCP where SCPs are not enabled",
      async () => {
        const id = await createScp();
        await disable("SERVICE_CONTROL_POLICY");
        await attach(id, rootId).finally(() => enable("SERVICE_CONTROL_POLICY"));
      },
      "PolicyTypeNotEnabledException",
    ],
    [
      "to attach an RCP where RCPs are not enabled",
      async () => {
        const id = await createRcp();
        await disable("RESOURCE_CONTROL_POLICY");
        await attach(id, rootId).finally(() => enable("RESOURCE_CONTROL_POLICY"));
      },
      "PolicyTypeNotEnabledException",
    ],
    [
      "an SCP more than an account holds, AWS's own among them",
      async () => {
        await fill("SERVICE_CONTROL_POLICY", accounts.prod, limits.scpsPerTarget.value);
        await attach(await createScp(), accounts.prod);
      },
      "ConstraintViolationException",
      "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    ],
    [
      "an RCP more than a root holds, AWS's own among them",
      async () => {
        await fill("RESOURCE_CONTROL_POLICY", rootId, limits.rcpsPerTarget.value);
        await attach(await createRcp(), rootId);
      },
      "ConstraintViolationException",
      "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    ],

    ["to detach a policy that is not there", () => detach("p-12345678", rootId), "PolicyNotFoundException"],
    [
      "to detach from an OU that is not there",
      () => detach("p-FullAWSAccess", absentUnit),
      "TargetNotFoundException",
    ],
    [
      "to detach from an account that is not there",
      () => detach("p-FullAWSAccess", "000000000000"),
      "TargetNotFoundException",
    ],
    [
      "to detach what is not attached",
      async () => detach(await createScp(), accounts.dev),
      "PolicyNotAttachedException",
    ],
    [
      "to detach the last SCP",
      () => detach("p-FullAWSAccess", accounts.dev),
      "ConstraintViolationException",
      "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    ],
    [
      "to detach RCPFullAWSAccess",
      async () => {
        await attach(await createRcp(), accounts.dev);
        await detach("p-RCPFullAWSAccess", accounts.dev);
      },
      "InvalidInputException",
      "NON_DETACHABLE_POLICY",
    ],

    ["to list the policies of no target", () => policiesOf(absentUnit), "TargetNotFoundException"],
    ["to list the policies of no account", () => policiesOf("000000000000"), "TargetNotFoundException"],
  ];
  for (const [what, request, name, reason] of cases) {
    it(what, async () => {
      const error = await refused(request());
      assert.deepEqual([error.name, error.Reason], [name, reason], error.message);
    });
  }

  /** Makes a policy of this name, so that it is taken. */
  async function named(Name: string): Promise<string> {
    await createScp({ Name });
    return Name;
  }

  const forMembers: [action: string, request: (client: org.OrganizationsClient) => Promise<unknown>][] = [
    ["list accounts", (client) => client.send(new org.ListAccountsCommand({}))],
    [
      "describe a policy",
      (client) => client.send(new org.DescribePolicyCommand({ PolicyId: "p-FullAWSAccess" })),
    ],
    [
      "attach a policy",
      (client) =>
        client.send(new org.AttachPolicyCommand({ PolicyId: "p-FullAWSAccess", TargetId: accounts.dev })),
    ],
  ];
  for (const [action, request] of forMembers) {
    it(`a member account that wants to ${action}`, async () => {
      const member = new org.OrganizationsClient(await aws.administrator(accounts.dev));
      assert.equal((await refused(request(member))).name, "AccessDeniedException");
    });
  }

  it("is nothing of what is allowed", async () => {
    const Name = "n".repeat(128);
    const longest = { Name, Description: "d".repeat(512) };
    const id = await createScp({ ...longest, Content: fits(scp, limits.scpCharacters.value) });
    // A name is taken for its type only.
    await createRcp({ ...longest, Content: fits(rcp, limits.rcpCharacters.value) });
    await update({ PolicyId: id, Name, Description: "", Content: deny("s3:DeleteObject") });
    await update({ PolicyId: id });
    // An SCP takes the place of FullAWSAccess.
    await attach(id, accounts.tooling);
    await detach("p-FullAWSAccess", accounts.tooling);
    await attach("p-FullAWSAccess", accounts.tooling);
    await detach(id, accounts.tooling);
    await remove(id);
  });
});

describe("What Organizations refuses by the quotas of an organization", function () {
  this.timeout(120_000);
  let aws: TestAws;
  before(async () => {
    aws = await TestAws.start({ ...organization, limits: { scpCharacters: 200, scpsPerTarget: 2 } });
  });
  after(() => aws.stop());

  it("are theirs where AWS has raised them, or others", async () => {
    const client = new org.OrganizationsClient(aws.management());
    const create = async (Name: string, Content: string) => {
      const input = { Type: "SERVICE_CONTROL_POLICY", Name, Description: "", Content } as const;
      const { Policy } = await client.send(new org.CreatePolicyCommand(input));
      return Policy?.PolicySummary?.Id;
    };
    const attach = (PolicyId: string | undefined): Promise<unknown> =>
      client.send(new org.AttachPolicyCommand({ PolicyId, TargetId: accounts.dev }));
    const { Reason } = await refused(create("long", fits(scp, 201)));
    assert.equal(Reason, "POLICY_CONTENT_LIMIT_EXCEEDED");
    await attach(await create("first", fits(scp, 200)));
    const second = await refused(attach(await create("second", scp)));
    assert.equal(second.Reason, "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
  });
});

/** The error that a request ends in; fails when it succeeds. */
async function refused(
  request: Promise<unknown>,
): Promise<{ name: string; message: string; Reason?: string }> {
  try {
    await request;
  } catch (error) {
    return error as Error;
  }
  throw new Error("the request was not refused");
}
