import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** The pty and command stories run the real binary, so it is bundled once before the suite. */
export default function setup(): void {
	const script = fileURLToPath(new URL('../../scripts/build.ts', import.meta.url));
	if (existsSync(script)) execFileSync(process.execPath, [script], {stdio: ['ignore', 'ignore', 'inherit']});
}
