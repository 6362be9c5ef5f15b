import { serve } from "../protocol/server";
import { KubernetesPlugin } from "./provider";

/** Put in place by the bundler: the version of `@pulumi/kubernetes` that the program uses. */
declare const PLUGIN_VERSION: string;

void serve(new KubernetesPlugin(PLUGIN_VERSION));
