import { alias } from "./alias";
import { key } from "./key";

export const resources = [alias, key];
