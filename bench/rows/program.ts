import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

/** What people start. */
export const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));

const script = fileURLToPath(new URL('../../scripts/build.ts', import.meta.url));

/** Makes the bundle of this checkout. */
export function build(): void {
	execFileSync(process.execPath, [script], {stdio: 'ignore'});
}
