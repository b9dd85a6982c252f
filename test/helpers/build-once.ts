import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/**
The pty and command stories run the real binary, so it is bundled once before the suite.

While someone else's file is half written the bundle fails: then the last one is used, except where CI says that nothing may be wrong.
*/
export default function setup(): void {
	const script = fileURLToPath(new URL('../../scripts/build.ts', import.meta.url));
	const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
	try {
		execFileSync(process.execPath, [script], {stdio: ['ignore', 'ignore', 'inherit']});
	} catch (error) {
		if (process.env['CI'] || !existsSync(program)) throw error;
		process.stderr.write('The bundle could not be made; the tests run the one from before.\n');
	}
}
