import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {openSession} from '../../source/aws/connect.ts';
import type {Mode, Session} from '../../source/aws/session.ts';
import type {Invocation} from '../../source/cli/command.ts';
import {runGuarded} from '../../source/cli/gate.ts';
import type {Level, Plan} from '../../source/operations/plan.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {createSeededRandom} from '../../source/shared/random.ts';

function aPlan(changes: Partial<Plan> = {}): Plan {
	return {
		operation: 'purge',
		level: 'whole',
		title: 'Purge orders',
		verb: 'purge it',
		subject: {kind: 'queue', name: 'orders'},
		facts: [{label: 'deletes', text: 'about 17 ready\nand more'}],
		warnings: ['Somebody is working on it.'],
		command: 'sluice purge orders',
		counts: {ready: 17},
		settings: {},
		request: undefined,
		...changes,
	};
}

/** A terminal with a person who types these lines, one a question. */
function aTerminal(
	answers: readonly string[],
	globals: Partial<Invocation['globals']> = {},
): {invocation: Invocation; screen: () => string} {
	const stdin = Object.assign(new PassThrough(), {isTTY: true});
	const output = Object.assign(new PassThrough(), {isTTY: true});
	const left = [...answers];
	let screen = '';
	output.setEncoding('utf8').on('data', (text: string) => {
		screen += text;
		if (/(?:: )$/.test(text)) {
			const answer = left.shift();
			if (answer === undefined) stdin.end();
			else stdin.write(`${answer}\r`);
		}
	});
	// Streams of a process have more members than a gate uses.
	const invocation = {
		stdin,
		stdout: output,
		stderr: output,
		environment: {},
		input: [],
		flags: {},
		globals: {yes: false, dryRun: false, json: false, ...globals},
		clock: createManualClock(),
		random: createSeededRandom(1),
		interrupted: () => new AbortController().signal,
	} as unknown as Invocation;
	return {invocation, screen: () => screen};
}

function aSession({name = 'dev', mode = 'CHANGE'}: {name?: string; mode?: Mode} = {}): Session {
	return openSession({target: 'aws', region: 'eu-west-1', name}, {clock: createManualClock(), mode, environment: {}});
}

/** Runs the gate and answers how it ended, and whether anything was done. */
async function pass(
	answers: readonly string[],
	options: {plans?: readonly Plan[]; session?: Session; globals?: Partial<Invocation['globals']>} = {},
): Promise<{screen: string; isDone: boolean; refusal?: string}> {
	const {plans = [aPlan(), aPlan()], session = aSession(), globals} = options;
	const {invocation, screen} = aTerminal(answers, globals);
	const left = [...plans];
	let isDone = false;
	try {
		await runGuarded(invocation, session, {
			plan: () => Promise.resolve(left.shift() ?? aPlan()),
			execute: () => {
				isDone = true;
				return Promise.resolve({summary: 'Purged orders.'});
			},
		});
		return {screen: screen(), isDone};
	} catch (error) {
		return {screen: screen(), isDone, refusal: error instanceof SluiceError ? `${error.code}: ${error.message}` : String(error)};
	}
}

test('the plan is shown with its facts and warnings before the question', async () => {
	const {screen} = await pass(['orders']);

	expect(screen).toContain('Purge orders\n  deletes  about 17 ready\n           and more\n  ! Somebody is working on it.\n');
	expect(screen).toContain("Type the queue's name to purge it: ");
	expect(screen.trimEnd().endsWith('Purged orders.')).toBe(true);
});

test('the whole name passes, and nothing else does', async () => {
	expect(await pass(['orders'])).toMatchObject({isDone: true});
	for (const answer of ['', 'y', 'yes', 'order', 'orders-dlq', 'Orders']) {
		expect(await pass([answer])).toMatchObject({isDone: false, refusal: 'refused-not-confirmed: That is not "orders"; nothing was done.'});
	}
});

test('leaving without an answer does nothing', async () => {
	expect(await pass([])).toMatchObject({isDone: false, refusal: 'refused-not-confirmed: Left without an answer; nothing was done.'});
});

test('a change takes y, in production yes', async () => {
	const plans = [aPlan({level: 'change'}), aPlan({level: 'change'})];

	expect(await pass(['y'], {plans})).toMatchObject({isDone: true});
	expect(await pass(['y'], {plans, session: aSession({name: 'prod-eu'})})).toMatchObject({isDone: false});
	const inProd = await pass(['yes'], {plans, session: aSession({name: 'prod-eu'})});
	expect(inProd).toMatchObject({isDone: true});
	expect(inProd.screen).toContain('Purge orders in PROD');
});

test('a cost is not asked about', async () => {
	expect(await pass([], {plans: [aPlan({level: 'cost'})]})).toMatchObject({isDone: true});
});

test('--yes is not asked about', async () => {
	expect(await pass([], {globals: {yes: true}})).toMatchObject({isDone: true});
});

test('--dry-run prints the plan and does nothing, even with --yes', async () => {
	const {screen, isDone} = await pass([], {globals: {yes: true, dryRun: true}});

	expect(isDone).toBe(false);
	expect(screen).toContain('Purge orders\n');
	expect(screen).toContain('Nothing was done: --dry-run.');
});

test('numbers that have grown during the question are shown, and need one more Enter', async () => {
	const plans = [aPlan({counts: {ready: 100}}), aPlan({counts: {ready: 111}})];

	const confirmed = await pass(['orders', ''], {plans});
	expect(confirmed).toMatchObject({isDone: true});
	expect(confirmed.screen).toContain('Meanwhile: ready 100 → 111');
	expect(await pass(['orders'], {plans})).toMatchObject({isDone: false});
});

test('numbers that have grown by a tenth or less need nothing more', async () => {
	expect(await pass(['orders'], {plans: [aPlan({counts: {ready: 100}}), aPlan({counts: {ready: 110}})]})).toMatchObject({isDone: true});
});

test.each<[Mode, Level, boolean]>([
	['READ-ONLY', 'cost', false],
	['READ-ONLY', 'change', false],
	['LOOK', 'cost', true],
	['LOOK', 'change', false],
	['LOOK', 'destroy', false],
	['LOOK', 'whole', false],
	['CHANGE', 'whole', true],
])('in %s what is a %s is allowed: %s', async (mode, level, isDone) => {
	const result = await pass([], {plans: [aPlan({level})], session: aSession({mode}), globals: {yes: true}});

	expect(result.isDone).toBe(isDone);
	expect(result.refusal?.startsWith('refused-by-mode')).toBe(isDone ? undefined : true);
});

test('control characters of names and facts do not reach the terminal', async () => {
	const {screen} = await pass([], {plans: [aPlan({facts: [{label: 'key', text: 'a\u001b[2Jb'}]})], globals: {dryRun: true}});

	expect(screen).toContain('a\\u001b[2Jb');
});
