/**
Bundles sluice into dist/: `cli.js` for the bin and `engine-worker.js` for the engine's thread, with lazily loaded chunks beside them.

Why a bundle: started from 500 loose files, the console takes twice as long to paint its first frame.
*/
import {readdirSync, rmSync} from 'node:fs';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build, type Plugin} from 'rolldown';
import {narrowStringWidth, quickSegmenters, yogaFromBytes} from './quick-start.ts';

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

/**
Node's modules that load others when they are imported: an import evaluates every lazy getter, so `node:http` alone brings undici with it, 60 ms that nobody
needs. Asked for by `process.getBuiltinModule`, they load only themselves.
*/
const lazyBuiltins: Plugin = {
	name: 'lazy-builtins',
	resolveId: {
		filter: {id: /^(?:node:)?https?$/},
		handler: (id, _importer, {kind}) => (kind === 'import-statement' ? `\0builtin:${id.replace('node:', '')}` : undefined),
	},
	load: {
		filter: {id: /^\0builtin:/},
		handler(id) {
			const name = id.replace('\0builtin:', 'node:');
			const members = Object.getOwnPropertyDescriptors(process.getBuiltinModule(name));
			const plain = Object.keys(members).filter(member => 'value' in (members[member] ?? {}) && member !== 'default');
			return `const builtin = process.getBuiltinModule('${name}');\nexport default builtin;\nexport const {${plain.join(', ')}} = builtin;`;
		},
	},
};

const {output} = await build({
	cwd: root,
	input: entries,
	platform: 'node',
	plugins: [stubDevtools, lazyBuiltins, yogaFromBytes, narrowStringWidth, quickSegmenters],
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
		// Minified it starts no faster, and reports of bugs name nothing.
		minify: false,
		entryFileNames: '[name].js',
		chunkFileNames: 'chunks/[name]-[hash].js',
	},
});

// Chunks are named by their content; what an earlier build left is of no use. Removed only now, so that a program under way loses nothing it still needs.
const current = new Set(output.map(file => basename(file.fileName)));
for (const name of readdirSync(`${root}dist/chunks`)) if (!current.has(name)) rmSync(`${root}dist/chunks/${name}`);
