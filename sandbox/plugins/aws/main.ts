import { serve } from "../protocol/server";
import { AwsPlugin } from "./provider";

/** Put in place by the bundler: the version of `@pulumi/aws` that the program uses. */
declare const PLUGIN_VERSION: string;

void serve(new AwsPlugin(PLUGIN_VERSION));
