import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

const outsideOfTrust = ["@pulumi/*", "**/infra/**", "**/sandbox/**", "**/test/**"];

export default tseslint.config(
  { ignores: ["node_modules/", "sdks/", "policy-pack/dist/"] },
  ...tseslint.configs.recommended,
  {
    files: ["infra/**/*.ts"],
    plugins: { "@pulumi": pulumi },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/no-floating-promises": "error",
    },
  },
  {
    files: ["sandbox/**/*.ts", "test/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { "@typescript-eslint/no-floating-promises": "error" },
  },
  {
    // Whoever judges trust must not depend on what is judged.
    files: ["trust/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: outsideOfTrust }],
    },
  },
  {
    // The leaves, which anyone may import.
    files: ["trust/documents/**/*.ts", "trust/conditions/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [...outsideOfTrust, "../bound/*", "../decide/*", "../reach/*", "../sources/*"] },
      ],
    },
  },
  {
    // The pack is published by itself: what it judges by must come along.
    files: ["policy-pack/**/*.ts"],
    ignores: ["policy-pack/generate.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: ["**/infra/**", "**/sandbox/**", "**/test/**"] }],
    },
  },
  {
    // Node runs these as they are.
    files: ["**/*.cjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
);
