export function bundled(): Promise<string>;
