import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {build} from 'rolldown';

/** Written out here: React's own syntax needs a compiler. */
const program = `import {render, Text} from 'ink';
import {createElement} from 'react';
const instance = render(createElement(Text, undefined, 'Hello, world'), {alternateScreen: true, incrementalRendering: true});
setInterval(() => {}, 1000);
process.on('SIGTERM', () => { instance.unmount(); process.exit(); });
`;

/** Answers the path of the bundled program, which turns the compile cache on as ours does. */
export async function buildHello(): Promise<string> {
	const directory = fileURLToPath(new URL('../../node_modules/.cache/ink-hello/', import.meta.url));
	mkdirSync(directory, {recursive: true});
	writeFileSync(`${directory}hello.js`, program);
	writeFileSync(
		`${directory}start.mjs`,
		"import {enableCompileCache} from 'node:module';\nenableCompileCache();\nawait import('./bundle.mjs');\n",
	);
	await build({
		input: `${directory}hello.js`,
		platform: 'node',
		plugins: [
			{
				name: 'stub-react-devtools-core',
				resolveId: {filter: {id: /^react-devtools-core$/}, handler: () => '\0devtools'},
				load: {filter: {id: /^\0devtools$/}, handler: () => 'export default {initialize() {}, connectToDevTools() {}};'},
			},
		],
		transform: {define: {'process.env.NODE_ENV': '"production"'}},
		logLevel: 'silent',
		output: {file: `${directory}bundle.mjs`, format: 'esm', codeSplitting: false},
	});
	return `${directory}start.mjs`;
}
