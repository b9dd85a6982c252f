import {afterEach, describe, expect, test, vi} from 'vitest';
import {openSession} from '../../source/aws/connect.ts';
import {loginStamp} from '../../source/cli/context-list.ts';
import {header} from '../../source/console/header.ts';
import {lineText} from '../../source/console/line.ts';
import type {ContextList, ContextRequest, ListedProfile} from '../../source/console/contexts/tools.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {aQueue, countsOf} from '../helpers/resources.ts';
import {aHome, atFake} from '../aws/a-home.ts';
import {startFakeAws} from '../aws/fake-aws.ts';

const nowMs = createManualClock().nowMs();
const hourMs = 3_600_000;
const sso = (untilMs: number) => ({type: 'sso' as const, session: 'acme', token: {status: 'known' as const, untilMs, renewsItself: false}});

function aProfile(name: string, rest: Partial<ListedProfile> = {}): ListedProfile {
	return {name, region: 'eu-west-1', login: {type: 'keys'}, mode: 'LOOK', isProd: false, file: '~/.aws/config', line: 1, ...rest};
}

/** The profiles of the figure. */
const figure: ContextList = {
	configPath: '~/.aws/config',
	faults: [],
	recent: [],
	profiles: [
		aProfile('acme-dev', {login: sso(nowMs + 6.5 * hourMs), mode: 'CHANGE'}),
		aProfile('acme-prod', {login: sso(nowMs + 6.5 * hourMs), isProd: true}),
		aProfile('acme.prod.admin', {login: {type: 'role', via: 'acme-prod', needsMfa: true}, isProd: true}),
		aProfile('gov-main', {region: 'us-gov-west-1'}),
		aProfile('localstack', {region: 'us-east-1', login: {type: 'none'}, endpointFrom: 'endpoint_url in [services ls]', mode: 'CHANGE'}),
		{...aProfile('old', {login: {type: 'sso', token: {status: 'known', untilMs: nowMs - 73 * hourMs, renewsItself: false}}}), region: ''},
		aProfile('broken-one', {fault: 'line 41: unknown source_profile "bse"'}),
	],
};

const listOf = (list: ContextList) => ({list: () => Promise.resolve(list)});

describe('the first screen', () => {
	test.each([
		[80, 24],
		[200, 50],
	])('asks where to work, and calls nothing, at %dx%d', async (columns, rows) => {
		await using app = await startTestConsole({isFirst: true, columns, rows, contexts: listOf(figure)});

		expect(app.session.callCount()).toBe(0);
		expect(app.row('sluice')).toContain('no context yet');
		expect(app.row('Here, without AWS')).toMatch(/^ > Here, without AWS +local engine on 127\.0\.0\.1:4566, with demo traffic$/);
		expect(app.row('From ~/.aws/config')).toContain('(7 profiles)');
		expect(app.row('acme-dev')).toMatch(/acme-dev +eu-west-1 +sso acme, valid 6h +CHANGE$/);
		expect(app.row('acme-prod ')).toMatch(/acme-prod +eu-west-1 +sso acme, valid 6h +LOOK {2}PROD$/);
		expect(app.row('acme.prod.admin')).toMatch(/role via acme-prod, needs MFA +LOOK {2}PROD$/);
		expect(app.row('localstack')).toMatch(/us-east-1 +endpoint_url in \[services ls\] +CHANGE$/);
		expect(app.row('   old')).toMatch(/sso, expired 3 days ago +e renews$/);
		expect(app.row('broken-one')).toContain('line 41: unknown source_profile "bse"');
		expect(app.screen()).toContain('Nothing is called before you choose.');
		expect(app.row('Skip this next time')).toContain('sluice --local');
	});

	test.each([
		[80, 24],
		[200, 50],
	])(
		'says whole how to see lines that are wrong, names regions whole, and marks production that must log in first, at %dx%d',
		async (columns, rows) => {
			const expired = sso(nowMs - hourMs);
			const list: ContextList = {
				...figure,
				configPath: '/home/someone/with/a/long/name/of/a/home/.aws/config',
				faults: ['line 3: x', 'line 9: y'],
				profiles: [aProfile('acme-prod', {region: 'ap-southeast-2', login: expired, isProd: true})],
			};
			await using app = await startTestConsole({isFirst: true, columns, rows, contexts: listOf(list)});

			expect(app.row('From ')).toMatch(/\(1 profile\) {3}2 lines not understood: v up there$/);
			expect(app.row('acme-prod ')).toMatch(/acme-prod +ap-southeast-2 sso acme, expired .* +e renews PROD$/);
		},
	);

	test('names only keys that do something', async () => {
		await using app = await startTestConsole({isFirst: true, contexts: listOf({...figure, profiles: []})});
		expect(app.row('⏎ choose')).toBe(' ⏎ choose  space set as default  tab fields  q leave');

		await app.press('tab');

		expect(app.row('⏎ choose')).toBe(' ⏎ choose  tab next field  esc to the list');
	});

	test('the keys of the console do nothing, and q leaves', async () => {
		await using app = await startTestConsole({isFirst: true, contexts: listOf(figure)});

		await app.press('1', 'p', ':', 'esc');
		expect(app.row('Where do you want to work?')).not.toBe('');
		expect(app.session.callCount()).toBe(0);
		await app.press('q');

		expect(app.lastWords()).toEqual([]);
	});

	test('Enter opens what the cursor is on, and the new context is read at once', async () => {
		await using other = await startTestEngine();
		await aQueue(other.sqs, 'parcels');
		await using app = await startTestConsole({isFirst: true, otherEngines: {'acme-dev': other}, contexts: listOf(figure)});

		await app.press('down', 'down');
		expect(app.row('Skip this next time')).toContain('sluice --profile acme-dev   or   sluice --local');
		await app.press('enter', '1');

		expect(app.row('sluice')).toContain('acme-dev');
		expect(app.screen()).toContain('parcels');
		expect(app.session.callCount()).toBe(0);
	});

	test('what cannot be opened leaves everything as it was, with the reason and what to do', async () => {
		const enter = () =>
			Promise.reject(
				new SluiceError('No region is chosen for gov-main.', {code: 'no-region', nextSteps: ['Give one: --region eu-west-1']}),
			);
		await using app = await startTestConsole({isFirst: true, contexts: {...listOf(figure), enter}});

		await app.press('down', 'down', 'enter');

		expect(app.screen()).toContain('No region is chosen for gov-main.');
		expect(app.screen()).toContain('Give one: --region eu-west-1');
		expect(app.row('acme-dev')).toMatch(/^ > /);
	});

	test('a broken profile is not tried', async () => {
		const asked: ContextRequest[] = [];
		const enter = (request: ContextRequest) => {
			asked.push(request);
			return Promise.reject(new Error('not to be asked'));
		};
		await using app = await startTestConsole({isFirst: true, contexts: {...listOf(figure), enter}});

		await app.press('G', 'enter');

		expect(asked).toEqual([]);
		expect(app.screen()).toContain('broken-one: line 41: unknown source_profile "bse". Mend it, then r.');
		await app.press('v');
		expect(app.screen()).toContain('of ~/.aws/config');
	});

	test('an endpoint is typed, and a region with it', async () => {
		const asked: ContextRequest[] = [];
		const enter = (request: ContextRequest) => {
			asked.push(request);
			return Promise.reject(new SluiceError('Seen.', {code: 'seen'}));
		};
		await using app = await startTestConsole({isFirst: true, contexts: {...listOf(figure), enter}});

		await app.press('down', 'enter');
		await app.type('http://127.0.0.1:9324');
		await app.press('tab', 'tab');
		await app.paste('eu-central-1\n');
		await app.press('enter');

		expect(asked).toEqual([{type: 'endpoint', url: 'http://127.0.0.1:9324', region: 'eu-central-1'}]);
	});

	test('endpoints that listen on this machine are offered by what they are', async () => {
		const probe = () =>
			Promise.resolve([
				{url: 'http://127.0.0.1:9324', name: 'ElasticMQ'},
				{url: 'https://127.0.0.1:9297', name: "AWS's emulator"},
			]);
		await using app = await startTestConsole({isFirst: true, contexts: {...listOf(figure), probe}});

		expect(app.row('127.0.0.1:9324')).toContain('ElasticMQ listens there');
		expect(app.row('127.0.0.1:9297')).toMatch(/127\.0\.0\.1:9297 +AWS's emulator listens there, with TLS/);
	});

	test('space keeps what is opened without being told, and takes it back', async () => {
		const kept: Array<string | undefined> = [];
		let list = figure;
		await using app = await startTestConsole({
			isFirst: true,
			contexts: {
				list: () => Promise.resolve(list),
				setDefault(name) {
					kept.push(name);
					const {default: _, ...rest} = list;
					list = {...rest, ...(name !== undefined && {default: name})};
					return Promise.resolve(undefined);
				},
			},
		});

		await app.press('down', 'down', 'space');
		expect(app.row('acme-dev')).toMatch(/^ >\*acme-dev/);
		await app.press('space');

		expect(kept).toEqual(['acme-dev', undefined]);
		expect(app.row('acme-dev')).toMatch(/^ > acme-dev/);
	});

	test('e hands the terminal to the program that logs in, and the list is read again', async () => {
		const ran: string[] = [];
		await using app = await startTestConsole({isFirst: true, contexts: listOf(figure), runProgram: line => void ran.push(line)});

		await app.press('G', 'up', 'e');

		expect(ran).toEqual(['aws sso login --profile old']);
	});

	test('many profiles scroll with the cursor', async () => {
		const profiles = Array.from({length: 60}, (_, index) => aProfile(`team-${index}`));
		await using app = await startTestConsole({isFirst: true, contexts: listOf({...figure, profiles})});

		await app.press('G');

		expect(app.row('team-59')).toMatch(/^ > /);
		expect(app.screen()).toContain('Nothing is called before you choose.');
	});

	test('without profiles and with names full of escapes nothing breaks', async () => {
		await using none = await startTestConsole({isFirst: true, contexts: listOf({...figure, profiles: []})});
		expect(none.screen()).toContain('There are no profiles in ~/.aws/config');

		await using hostile = await startTestConsole({
			isFirst: true,
			contexts: listOf({...figure, profiles: [aProfile('a\u001B[31mb\u009B')]}),
		});
		expect(hostile.screen()).not.toMatch(/[\u001B\u009B]/);
	});
});

describe('c, another context', () => {
	async function twoContexts(other: TestEngine): Promise<TestConsole> {
		return startTestConsole({
			prepare: engine => aQueue(engine.sqs, 'orders', {messages: ['1', '2']}),
			otherEngines: {'acme-prod': other},
			contexts: listOf({...figure, recent: ['acme-prod']}),
		});
	}

	test('what was worked in lately comes first, with fields for region, role and endpoint', async () => {
		await using other = await startTestEngine();
		await using app = await twoContexts(other);

		await app.press('c');

		expect(app.row('acme-prod')).toMatch(/^ > /);
		for (const field of ['region', 'role ARN', 'endpoint']) expect(app.screen()).toContain(field);
		await app.press('esc', '1');
		expect(app.screen()).toContain('orders');
	});

	test('held messages are given back first, after a warning', async () => {
		await using other = await startTestEngine();
		await aQueue(other.sqs, 'parcels');
		await using app = await twoContexts(other);
		await app.press('1');
		await app.select('orders');
		await app.press('p', 'enter');
		await app.press('c', 'enter');
		expect(app.screen()).toContain('Leaving local gives back 2 messages. Enter again to leave it.');
		expect(app.row('sluice')).toContain('local');
		await app.press('enter', '1');

		expect(app.screen()).toContain('parcels');
		expect(app.screen()).toContain('Gave 2 messages back to orders.');
		expect(await countsOf(app.engine.sqs, `${app.engine.url}/000000000000/orders`)).toEqual({ready: 2, inFlight: 0});
	});

	test('the session that was left makes no call any more', async () => {
		await using other = await startTestEngine();
		await using app = await twoContexts(other);

		await app.press('c', 'enter');
		const before = app.session.callCount();
		await app.advance(120_000);

		expect(app.session.callCount()).toBe(before);
	});
});

describe('a login that needs an MFA code', () => {
	test('asks for it in the console, shows only stars, and goes on', async () => {
		let ask: ((serial: string) => Promise<string>) | undefined;
		await using app = await startTestConsole({contexts: {...listOf(figure), askMfaBy: by => void (ask = by)}});

		const code = ask?.('arn:aws:iam::123456789012:mfa/jo');
		await app.press('1', '2', 'enter');
		expect(app.screen()).toContain('A code has six digits.');
		await app.type('3456');
		expect(app.screen()).toContain('arn:aws:iam::123456789012:mfa/jo');
		expect(app.screen()).toContain('******');
		expect(app.screen()).not.toContain('123456 ');
		await app.press('enter');

		expect(await code).toBe('123456');
		expect(app.screen()).not.toContain('******');
	});

	test('esc says not now', async () => {
		let ask: ((serial: string) => Promise<string>) | undefined;
		await using app = await startTestConsole({contexts: {...listOf(figure), askMfaBy: by => void (ask = by)}});

		const refusal = ask?.('mfa').catch((error: unknown) => error);
		await app.press('esc');

		expect(await refusal).toMatchObject({code: 'mfa-refused'});
	});
});

describe('a login that ends', () => {
	afterEach(() => vi.unstubAllEnvs());

	/** The console on the SSO profile of a home, at a fake that can be told to call the login expired. */
	async function onSso(size: {columns?: number; rows?: number} = {}) {
		let isExpired = false;
		const fake = await startFakeAws(({headers}) =>
			isExpired && headers['x-amz-target'] ? {status: 400, body: '{"__type":"com.amazon.coral.service#ExpiredTokenException"}'} : undefined,
		);
		const {home, logIn} = aHome();
		logIn('2099-01-01T00:00:00Z');
		const environment = atFake(fake, home);
		const ran: string[] = [];
		const clock = createManualClock();
		let current: ReturnType<typeof openSession> | undefined;
		const app = await startTestConsole({
			...size,
			isFirst: true,
			clock,
			runProgram(line) {
				ran.push(line);
				isExpired = false;
				return undefined;
			},
			contexts: {
				...listOf({...figure, profiles: [aProfile('sso')]}),
				loginStamp: () => loginStamp(environment),
				enter() {
					const session = openSession({target: 'aws', profile: 'sso'}, {clock, environment});
					current = session;
					return Promise.resolve({session, notes: [], close: () => Promise.resolve(session.close())});
				},
			},
		});
		await app.press('down', 'down', 'enter', '1');
		return {
			app,
			ran,
			calls: () => current?.callCount() ?? 0,
			async expire() {
				isExpired = true;
				await app.press('r');
			},
			/** As `aws sso login` in another terminal. */
			async logInElsewhere() {
				isExpired = false;
				logIn('2099-02-02T00:00:00Z');
				await app.advance(2000);
			},
			async [Symbol.asyncDispose]() {
				await app.close();
				await fake[Symbol.asyncDispose]();
			},
		};
	}

	test.each([
		[80, 24],
		[200, 50],
	])('says so, with what to run, who said it, and what happens meanwhile, at %dx%d', async (columns, rows) => {
		await using story = await onSso({columns, rows});
		await story.expire();
		const {app} = story;

		expect(app.row('LOGIN EXPIRED')).toMatch(/LOGIN EXPIRED 03:12Z$/);
		expect(app.screen()).toContain('The login of profile sso ended at 03:12Z (sso session acme).');
		expect(app.screen()).toContain('In another terminal:  aws sso login --profile sso');
		expect(app.screen()).toContain('Meanwhile  What you see is kept');
		expect(app.screen()).toContain('Said by sqs:');
		expect(app.screen()).toContain('Next try when the login changes, or r. No calls are made meanwhile.');
	});

	test('no call is made meanwhile, and a login elsewhere is seen within two seconds', async () => {
		await using story = await onSso();
		await story.expire();
		const before = story.calls();
		await story.app.advance(120_000);
		expect(story.calls()).toBe(before);

		await story.logInElsewhere();

		expect(story.app.screen()).not.toContain('LOGIN EXPIRED');
		expect(story.calls()).toBeGreaterThan(before);
	});

	test('e hands the terminal over, and the console goes on when it comes back', async () => {
		await using story = await onSso();
		await story.expire();

		await story.app.press('e');

		expect(story.ran).toEqual(['aws sso login --profile sso']);
		expect(story.app.screen()).not.toContain('LOGIN EXPIRED');
	});

	test('y copies the error, c goes elsewhere', async () => {
		await using story = await onSso();
		await story.expire();

		await story.app.press('y');
		expect(story.app.copied.at(-1)).toMatch(/^sqs:\w+: ExpiredTokenException/);
		await story.app.press('c');
		expect(story.app.screen()).toContain('Where do you want to work?');
	});

	test('the header counts down the last ten minutes', async () => {
		await using app = await startTestConsole();
		const end = (minutes: number): string => {
			const state = {...app.state(), login: {status: 'accepted' as const, endsAtMs: app.state().nowMs + minutes * 60_000}};
			return lineText(header(state));
		};

		expect(end(11)).not.toContain('login');
		expect(end(10)).toContain('login 10m');
		expect(end(1)).toContain('login 1m');
	});

	test('from 120 columns on the header says when it ends, with the day where that is another one', async () => {
		await using app = await startTestConsole({columns: 200, rows: 50});
		const shown = (hours: number, columns = 200): string => {
			const login = {status: 'accepted' as const, endsAtMs: app.state().nowMs + hours * hourMs};
			return lineText(header({...app.state(), login, size: {columns, rows: 50}}));
		};

		expect(shown(6)).toContain('  login ends 09:12Z  ');
		expect(shown(30)).toContain('  login ends 11-26 09:12Z  ');
		expect(shown(6, 119)).not.toContain('login');
	});
});
