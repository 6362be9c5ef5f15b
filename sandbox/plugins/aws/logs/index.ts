import { logGroup } from "./logGroup";

export const resources = [logGroup];
