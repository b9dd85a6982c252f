/**
Bundles sluice into dist/: `cli.js` for the bin and `engine-worker.js` for the engine's thread, with lazily loaded chunks beside them.

Why a bundle: started from 500 loose files, the console takes twice as long to paint its first frame.
*/
import {existsSync, rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {build, type Plugin} from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

const entries: Readonly<Record<string, string>> = {
	cli: 'source/cli.ts',
	'engine-worker': 'source/engine/worker.ts',
};

/** Ink imports it behind a check of an environment variable. As an external it would be missing at start, bundled it would weigh a megabyte. */
const stubDevtools: Plugin = {
	name: 'stub-react-devtools-core',
	resolveId: {
		filter: {id: /^react-devtools-core$/},
		handler: () => '\0react-devtools-core',
	},
	load: {
		filter: {id: /^\0react-devtools-core$/},
		handler: () => 'export default {initialize() {}, connectToDevTools() {}};',
	},
};

const input = Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(`${root}${path}`)));
const missing = Object.keys(entries).filter(name => !(name in input));
if (missing.length > 0) process.stderr.write(`Not bundled, because its source does not exist: ${missing.join(', ')}\n`);

rmSync(`${root}dist`, {recursive: true, force: true});

await build({
	cwd: root,
	input,
	platform: 'node',
	plugins: [stubDevtools],
	transform: {define: {'process.env.NODE_ENV': '"production"'}},
	onLog(level, log, defaultHandler) {
		// Libraries evaluate dynamically and depend on themselves in circles; ours may not, and the linter says so.
		if (log.code === 'EVAL' || log.code === 'CIRCULAR_DEPENDENCY') return;
		if (level === 'warn' && log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
		defaultHandler(level, log);
	},
	output: {
		dir: 'dist',
		format: 'esm',
		minify: true,
		entryFileNames: '[name].js',
		chunkFileNames: 'chunks/[name]-[hash].js',
	},
});
