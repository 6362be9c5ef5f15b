import { isObject } from "../json";
import { all, type Collection } from "./collection";

/** Certificates of the library. Their content is a secret to the sandbox, which does not look into it. */
export const certificates: Collection = {
  noun: "certificate",
  type: "CertificateConfiguration",
  ids: "Certificates",
  methods: all,
  named: true,
  defaults: {
    Archived: null,
    CertificateData: null,
    CertificateDataFormat: "Pem",
    EnvironmentIds: [],
    HasPrivateKey: false,
    IsExpired: false,
    Notes: "",
    Password: null,
    SelfSigned: false,
    SubjectAlternativeNames: [],
    TenantedDeploymentParticipation: "Untenanted",
    TenantIds: [],
    TenantTags: [],
    Version: 3,
  },
  references: [{ at: "EnvironmentIds.[]", to: "environments" }],
  problems: ({ CertificateData }) =>
    isObject(CertificateData) && CertificateData.HasValue === true
      ? []
      : ["Please provide a value for CertificateData."],
};
