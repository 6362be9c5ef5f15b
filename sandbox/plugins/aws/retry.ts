import { setTimeout as sleep } from "node:timers/promises";
import { awsCode } from "./errors";

/** The real provider waits two minutes for IAM to become consistent; the sandbox's IAM is, so this is for faults. */
const PATIENCE_MS = 5_000;

/**
 * Repeats a request while AWS refuses it because it has not heard yet of something just created.
 *
 * @param code AWS's code and message must both match
 */
export async function whileInconsistent<T>(
  { code, message }: { code: string; message: RegExp },
  request: () => Promise<T>,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (let pause = 100; ; pause *= 2) {
    try {
      return await request();
    } catch (error) {
      const retry = awsCode(error) === code && message.test((error as Error).message);
      if (!retry || Date.now() + pause > end) throw error;
    }
    await sleep(pause);
  }
}
