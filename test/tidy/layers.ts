import {posix} from 'node:path';

/** Which folders a folder may import, beside itself. The table of the design, as data. */
type Layer = {
	/** Longest match wins. */
	readonly folder: string;
	readonly mayImport: readonly string[];
	/** Packages, by the start of their name. Node's own modules are listed as `node:`; absent here means none. */
	readonly packages: readonly string[];
};

const anyNodeModule = 'node:';
const anything = '';

const layers: readonly Layer[] = [
	{folder: 'source/shared', mayImport: [], packages: [anyNodeModule, 'string-width']},
	{folder: 'source/rules', mayImport: ['source/shared'], packages: ['node:crypto', 'node:buffer', 'node:net']},
	{
		folder: 'source/payload',
		mayImport: ['source/shared'],
		packages: ['node:crypto', 'node:buffer', 'node:zlib', 'node:util', 'string-width', 're2js', '@jmespath-community/jmespath'],
	},
	{folder: 'source/engine', mayImport: ['source/shared', 'source/rules'], packages: [anyNodeModule]},
	{folder: 'source/engine/protocol', mayImport: ['source/shared', 'source/engine/shape.ts'], packages: ['node:', '@smithy/core']},
	...['sqs', 'sns', 'kinesis', 'sts', 'cloudwatch'].map(service => ({
		folder: `source/engine/${service}`,
		mayImport: ['source/shared', 'source/rules', 'source/engine/action.ts', 'source/engine/shape.ts'],
		packages: ['node:crypto', 'node:buffer', ...(service === 'kinesis' ? ['js-md5'] : [])],
	})),
	{folder: 'source/aws', mayImport: ['source/shared'], packages: [anyNodeModule, '@aws-sdk/', '@smithy/']},
	{
		folder: 'source/operations',
		mayImport: ['source/shared', 'source/rules', 'source/payload', 'source/aws'],
		packages: ['node:crypto', 'node:buffer', 'node:util', 'leven', 'fuzzysort'],
	},
	{folder: 'source/demo', mayImport: ['source/operations', 'source/aws', 'source/shared'], packages: []},
	{
		folder: 'source/console',
		mayImport: ['source/operations', 'source/aws', 'source/payload', 'source/rules', 'source/shared'],
		packages: [anyNodeModule, 'react', 'ink', 'string-width', 'fuzzysort', 'leven'],
	},
	{folder: 'source/cli', mayImport: [anything], packages: [anyNodeModule, 'meow', 'conf', 'leven', 'string-width']},
	{folder: 'source/cli.ts', mayImport: [anything], packages: [anyNodeModule]},
];

/**
What is wrong with one import, as a sentence, or undefined.

@param path From the root of the project: `source/console/app.tsx`.
@param specifier As written: `../aws/session.ts`, `ink`.
*/
export function importProblem(path: string, specifier: string): string | undefined {
	const layer = layerOf(path);
	if (!layer) return `${path} lies in no layer: add its folder to the table of layers`;
	if (!specifier.startsWith('.')) {
		const isAllowed = layer.packages.some(
			allowed => specifier === allowed || specifier.startsWith(/[:/]$/.test(allowed) ? allowed : `${allowed}/`),
		);
		return isAllowed ? undefined : `${layer.folder} may not import the package ${specifier}`;
	}
	const target = posix.join(posix.dirname(path), specifier);
	if (specifier.endsWith('package.json')) return undefined;
	// The engine's root files wire all of it; its folders stand alone.
	if (layer.folder === 'source/engine' && isInside(target, 'source/engine')) return undefined;
	if (isInside(target, layer.folder) || layer.mayImport.some(allowed => allowed === anything || isInside(target, allowed)))
		return undefined;
	return `${layer.folder} may not import ${target}`;
}

function layerOf(path: string): Layer | undefined {
	return layers.filter(layer => isInside(path, layer.folder)).toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

function isInside(path: string, folder: string): boolean {
	return path === folder || path.startsWith(`${folder}/`);
}
