import {globSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {checkFile} from './tidy/checks.ts';

const files = globSync('source/**/*.{ts,tsx}').toSorted();

test('every source file keeps the layers, the bans and the sizes of the project', () => {
	const findings = files.flatMap(path => checkFile(path, readFileSync(path, 'utf8')));

	expect(files.length).toBeGreaterThan(20);
	expect(findings.map(finding => `${finding.path}:${finding.line} ${finding.problem}`)).toEqual([]);
});

/** The problems of a small file, to prove that each rule can fail. */
function problems(path: string, text: string): readonly string[] {
	return checkFile(path, text).map(finding => finding.problem);
}

describe('layers', () => {
	test.each([
		['source/shared/units.ts', '../aws/queue.ts'],
		['source/rules/limits.ts', '../payload/json.ts'],
		['source/payload/json.ts', 'node:fs'],
		['source/engine/sqs/queue.ts', '../sns/topic.ts'],
		['source/engine/sqs/queue.ts', '../protocol/xml.ts'],
		['source/engine/sqs/move-task.ts', '@aws-sdk/client-sqs'],
		['source/engine/protocol/xml.ts', '../sqs/service.ts'],
		['source/engine/http.ts', '../operations/peek.ts'],
		['source/aws/connect.ts', '../engine/index.ts'],
		['source/operations/peek.ts', '@aws-sdk/client-sqs'],
		['source/operations/peek.ts', 'ink'],
		['source/demo/traffic.ts', '../engine/index.ts'],
		['source/console/app.tsx', '../engine/index.ts'],
		['source/console/app.tsx', '../cli/output.ts'],
		['source/console/app.tsx', '@aws-sdk/client-sqs'],
		['source/cli/commands/peek.ts', 'ink'],
	])('%s may not import %s', (path, specifier) => {
		expect(problems(path, `import {a} from '${specifier}';`)).toHaveLength(1);
		expect(problems(path, `export const load = () => import('${specifier}');`)).toHaveLength(1);
		expect(problems(path, `import type {A} from '${specifier}';`)).toHaveLength(1);
	});

	test.each([
		['source/engine/sqs/actions/send-message.ts', '../queue.ts'],
		['source/engine/sqs/actions/send-message.ts', '../../action.ts'],
		['source/engine/index.ts', './sqs/service.ts'],
		['source/console/app.tsx', 'ink'],
		['source/console/queues/pane.ts', '../../operations/peek.ts'],
		['source/demo/traffic.ts', '../aws/session.ts'],
		['source/cli/commands/engine.ts', '../../engine/index.ts'],
	])('%s may import %s', (path, specifier) => {
		const action = "const docs = {docs: 'https://docs.aws.amazon.com/page'};";

		expect(problems(path, `import {a} from '${specifier}';\n${action}`)).toEqual([]);
	});

	test('a folder that the table does not know is a problem', () => {
		expect(problems('source/plugins/one.ts', "import {a} from './two.ts';")).toEqual([
			'source/plugins/one.ts lies in no layer: add its folder to the table of layers',
		]);
	});
});

describe('bans', () => {
	test.each([
		['Date.now();', "Date.now reads the machine's time: take a Clock"],
		['new Date();', "Date reads the machine's time: take a Clock"],
		['performance.now();', "performance.now reads the machine's time: take a Clock"],
		['setTimeout(() => {}, 1);', 'setTimeout starts a timer: use clock.schedule'],
		['setInterval(() => {}, 1);', 'setInterval starts a timer: use clock.schedule'],
		['Math.random();', 'Math.random is chance: take a Random'],
		['crypto.randomUUID();', 'crypto.randomUUID is chance: take a Random'],
		['randomUUID();', 'randomUUID is chance: take a Random'],
		['console.log(1);', 'console.log writes past the terminal layer: write to the stream that was given'],
		['process.exit(1);', 'only source/cli.ts sets an exit code: answer it'],
		['process.exitCode = 1;', 'only source/cli.ts sets an exit code: answer it'],
		['export const a: any = 1;', 'no any: say what it is, or unknown'],
		['export interface A {}', 'type, not interface'],
		['export default 1;', 'no default exports: name it'],
		["export * from './b.ts';", 'no barrel re-exports: import from where it is defined'],
		["export {b} from './b.ts';", 'no barrel re-exports: import from where it is defined'],
		['let count = 0;', 'no mutable state at module level: keep it in what a function creates'],
		['export let count = 0;', 'no mutable state at module level: keep it in what a function creates'],
		['// TODO: later', 'a TODO needs an issue number: TODO #12'],
		['// @ts-ignore', '@ts-ignore hides every mistake: mend the type'],
	])('%s', (text, problem) => {
		expect(problems('source/aws/a.ts', text)).toEqual([problem]);
	});

	test.each([
		'new Date(0);',
		'// TODO #12: later',
		'export const a = 1; export type B = {readonly c: unknown};',
		'export function f() { let count = 0; return count++; }',
		"const text = 'Date.now()';",
	])('%s is fine', text => {
		expect(problems('source/aws/a.ts', text)).toEqual([]);
	});

	test('the clock itself may ask the machine for the time', () => {
		expect(problems('source/shared/clock.ts', 'Date.now(); setTimeout(() => {}, 1);')).toEqual([]);
	});

	test('an operation may not read the process', () => {
		expect(problems('source/operations/peek.ts', 'export const home = () => process.env;')).toEqual([
			'process.env is not for this layer: take what is needed as an option',
		]);
	});

	test('the line of a finding is the line of the file', () => {
		expect(checkFile('source/aws/a.ts', '\n\nconsole.log(1);')[0]?.line).toBe(3);
	});
});

describe('sizes and names', () => {
	test('a file of 401 lines is too long, one of 400 is not', () => {
		expect(problems('source/aws/a.ts', '//\n'.repeat(401))).toEqual(['401 lines: split it before 400']);
		expect(problems('source/aws/a.ts', '//\n'.repeat(400))).toEqual([]);
	});

	test('a function of 71 lines is too long, one of 70 is not', () => {
		const functionOf = (lines: number): string => `export const f = () => {\n${'//\n'.repeat(lines - 2)}};`;

		expect(problems('source/aws/a.ts', functionOf(71))).toEqual(['a function of 71 lines: it must fit on a screen, at most 70']);
		expect(problems('source/aws/a.ts', functionOf(70))).toEqual([]);
	});

	test.each(['utils', 'helpers', 'common', 'misc', 'manager', 'types'])('a file or folder named %s is refused', name => {
		const problem = `"${name}" says nothing about what is inside: name it for what it holds`;

		expect(problems(`source/aws/${name}.ts`, '')).toEqual([problem]);
		expect(problems(`source/aws/${name}/queue.ts`, '')).toEqual([problem]);
	});

	test('file names are kebab-case', () => {
		expect(problems('source/aws/moveTask.ts', '')).toEqual(['the file name is not kebab-case: moveTask']);
		expect(problems('source/aws/move-task.ts', '')).toEqual([]);
	});

	test('an action of the engine names its page of the API reference', () => {
		const path = 'source/engine/sqs/actions/send-message.ts';

		expect(problems(path, 'export const sendMessage = defineAction({});')).toEqual([
			'an action names its page of the API reference: docs: https://docs.aws.amazon.com/…',
		]);
		expect(problems(path, "export const sendMessage = defineAction({docs: 'https://docs.aws.amazon.com/page'});")).toEqual([]);
		expect(problems('source/engine/sqs/actions/shapes.ts', 'export const shapes = {};')).toEqual([]);
	});
});
