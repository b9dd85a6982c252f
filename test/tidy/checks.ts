import {basename} from 'node:path';
import {parseAst} from 'rolldown/parseAst';
import {importProblem} from './layers.ts';

/** A broken rule: where, and what to do instead. */
export type Finding = {readonly path: string; readonly line: number; readonly problem: string};

type SyntaxNode = {readonly type: string; readonly start: number; readonly end: number; readonly [member: string]: unknown};

const fileLinesMax = 400;
const functionLinesMax = 70;

/** Only these may ask the machine for time and chance. */
const impureFiles = ['source/shared/clock.ts', 'source/shared/random.ts'];

/** Generic defaults of the shapes need `any`: `unknown` would not be assignable both ways. */
const filesWithAny = ['source/engine/shape.ts'];

/** Long because they are tables of data. */
const tablesOfData: readonly string[] = [];

const vagueNames = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager', 'types'];

/**
Checks one source file against the rules of the project that the linter cannot express.

@param path From the root of the project.
*/
export function checkFile(path: string, text: string): readonly Finding[] {
	const findings: Finding[] = [];
	const report = (offset: number, problem: string): void => {
		findings.push({path, line: text.slice(0, offset).split('\n').length, problem});
	};
	checkName(path, report);
	checkText(path, text, report);
	const program = parseAst(text, {lang: path.endsWith('x') ? 'tsx' : 'ts'}) as unknown as SyntaxNode; // A tree of nodes, whatever their kinds.
	checkTopLevel(path, program, report);
	walk(program, node => {
		checkImport(path, node, report);
		checkImpureCall(path, node, report);
		checkProcess(path, node, report);
		checkTypes(path, node, report);
		checkFunctionLength(node, text, report);
	});
	return findings;
}

type Report = (offset: number, problem: string) => void;

function checkName(path: string, report: Report): void {
	const name = basename(path).replace(/\.tsx?$/, '');
	if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) report(0, `the file name is not kebab-case: ${name}`);
	for (const part of path.split('/').map(part => part.replace(/\.tsx?$/, ''))) {
		if (vagueNames.includes(part)) report(0, `"${part}" says nothing about what is inside: name it for what it holds`);
	}
}

function checkText(path: string, text: string, report: Report): void {
	const lineCount = text.trimEnd().split('\n').length;
	if (lineCount > fileLinesMax && !tablesOfData.includes(path)) report(0, `${lineCount} lines: split it before ${fileLinesMax}`);
	for (const found of text.matchAll(/\b(?:TODO|FIXME)\b(?!\s*\(?#\d)/g)) report(found.index, 'a TODO needs an issue number: TODO #12');
	for (const found of text.matchAll(/@ts-(?:ignore|nocheck)/g)) report(found.index, `${found[0]} hides every mistake: mend the type`);
	if (
		/\bdefine(?:Event)?Action\b/.test(text) &&
		/^source\/engine\/\w+\/actions\//.test(path) &&
		!/\bdocs:\s*['"`]https:\/\/docs\.aws\.amazon\.com\//.test(text)
	) {
		report(0, 'an action names its page of the API reference: docs: https://docs.aws.amazon.com/…');
	}
}

function checkTopLevel(path: string, program: SyntaxNode, report: Report): void {
	for (const statement of program['body'] as SyntaxNode[]) {
		const declared = (statement['declaration'] as SyntaxNode | null | undefined) ?? statement;
		if (declared.type === 'VariableDeclaration' && declared['kind'] !== 'const') {
			report(declared.start, 'no mutable state at module level: keep it in what a function creates');
		}
		if (statement.type === 'ExportDefaultDeclaration') report(statement.start, 'no default exports: name it');
		const isReExport = statement.type === 'ExportAllDeclaration' || (statement.type === 'ExportNamedDeclaration' && statement['source']);
		if (isReExport && basename(path) !== 'index.ts') report(statement.start, 'no barrel re-exports: import from where it is defined');
	}
}

function checkImport(path: string, node: SyntaxNode, report: Report): void {
	if (!['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType'].includes(node.type))
		return;
	const source = node['source'] as SyntaxNode | null | undefined;
	if (typeof source?.['value'] !== 'string') return;
	const problem = importProblem(path, source['value']);
	if (problem) report(node.start, problem);
}

function checkImpureCall(path: string, node: SyntaxNode, report: Report): void {
	if (impureFiles.includes(path)) return;
	const name = node.type === 'CallExpression' || node.type === 'NewExpression' ? dottedName(node['callee'] as SyntaxNode) : undefined;
	if (name === undefined) return;
	const isArgumentless = (node['arguments'] as unknown[]).length === 0;
	if (
		node.type === 'NewExpression'
			? name === 'Date' && isArgumentless
			: /^(?:Date|Date\.now|performance\.now|process\.hrtime(?:\.bigint)?)$/.test(name)
	) {
		report(node.start, `${name} reads the machine's time: take a Clock`);
	}
	if (/^(?:globalThis\.)?(?:setTimeout|setInterval)$/.test(name)) report(node.start, `${name} starts a timer: use clock.schedule`);
	if (/^(?:Math\.random|(?:crypto\.)?(?:randomUUID|randomBytes|randomInt|getRandomValues))$/.test(name)) {
		report(node.start, `${name} is chance: take a Random`);
	}
}

function checkProcess(path: string, node: SyntaxNode, report: Report): void {
	const name = node.type === 'MemberExpression' ? dottedName(node) : undefined;
	if (name === undefined) return;
	if ((name === 'process.exit' || name === 'process.exitCode') && path !== 'source/cli.ts')
		report(node.start, `only source/cli.ts sets an exit code: answer it`);
	if (/^console\.\w+$/.test(name)) report(node.start, `${name} writes past the terminal layer: write to the stream that was given`);
	if (
		name.startsWith('process.') &&
		/^source\/(?:shared|rules|payload|operations|demo|engine\/(?:sqs|sns|kinesis|sts|protocol))\//.test(path)
	) {
		report(node.start, `${name} is not for this layer: take what is needed as an option`);
	}
}

function checkTypes(path: string, node: SyntaxNode, report: Report): void {
	if (node.type === 'TSAnyKeyword' && !filesWithAny.includes(path)) report(node.start, 'no any: say what it is, or unknown');
	if (node.type === 'TSInterfaceDeclaration') report(node.start, 'type, not interface');
	if (node.type === 'TSEnumDeclaration') report(node.start, 'no enums: a union of literals');
}

function checkFunctionLength(node: SyntaxNode, text: string, report: Report): void {
	if (!['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type)) return;
	const lineCount = text.slice(node.start, node.end).split('\n').length;
	if (lineCount > functionLinesMax)
		report(node.start, `a function of ${lineCount} lines: it must fit on a screen, at most ${functionLinesMax}`);
}

/** `Date.now` of `Date.now()`; undefined for anything that is not a plain chain of names. */
function dottedName(node: SyntaxNode): string | undefined {
	if (node.type === 'Identifier') return node['name'] as string; // An Identifier has a name.
	if (node.type !== 'MemberExpression' || node['computed'] === true) return undefined;
	const object = dottedName(node['object'] as SyntaxNode);
	const property = dottedName(node['property'] as SyntaxNode);
	return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
	visit(node);
	for (const member of Object.values(node)) {
		for (const child of Array.isArray(member) ? (member as unknown[]) : [member]) if (isNode(child)) walk(child, visit);
	}
}

function isNode(value: unknown): value is SyntaxNode {
	return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
