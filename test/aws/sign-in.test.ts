import {afterEach, describe, expect, test, vi} from 'vitest';
import {openSession, type ContextChoice, type SessionOptions} from '../../source/aws/connect.ts';
import type {Session} from '../../source/aws/session.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {aHome, atFake} from './a-home.ts';
import {startFakeAws, type FakeAws} from './fake-aws.ts';

async function inSession<Result>(
	choice: Partial<ContextChoice>,
	options: {fake: FakeAws; home: string} & Partial<SessionOptions>,
	work: (session: Session) => Promise<Result>,
): Promise<Result> {
	const {fake, home, ...rest} = options;
	const session = openSession({target: 'aws', ...choice}, {clock: createManualClock(), environment: atFake(fake, home), ...rest});
	try {
		return await work(session);
	} finally {
		session.close();
	}
}

const keyOf = (fake: FakeAws): string | undefined => {
	const asked = fake.requests.findLast(({headers}) => String(headers['x-amz-target']).startsWith('AmazonSQS'));
	return /Credential=(\w+)/.exec(asked?.headers.authorization ?? '')?.[1];
};

const ask = (session: Session) => session.queues.find('orders');

afterEach(() => vi.unstubAllEnvs());

describe('a role that needs MFA', () => {
	test('asks a person once, however many calls start together', async () => {
		await withFake(async (fake, home) => {
			const asked: string[] = [];
			const askMfaCode = (serial: string): Promise<string> => {
				asked.push(serial);
				return Promise.resolve('123456');
			};

			await inSession({profile: 'role'}, {fake, home, askMfaCode}, async session => {
				await Promise.all([ask(session), ask(session), ask(session)]);
				expect(session.login.state()).toEqual({status: 'accepted', endsAtMs: Date.UTC(2099, 0, 1)});
			});

			expect(asked).toEqual(['arn:aws:iam::123456789012:mfa/jo']);
			const assumed = fake.requests.find(({form}) => form.get('Action') === 'AssumeRole');
			expect(assumed?.form.get('TokenCode')).toBe('123456');
			expect(keyOf(fake)).toBe('AKIDROLE');
		});
	});

	test('without anybody to ask it says so', async () => {
		await withFake(async (fake, home) => {
			const failed = inSession({profile: 'role'}, {fake, home}, ask);

			await expect(failed).rejects.toMatchObject({code: 'mfa-needed', message: 'The login of role needs an MFA code.'});
		});
	});

	test('who would rather not type it is asked no more', async () => {
		await withFake(async (fake, home) => {
			let count = 0;
			const askMfaCode = (): Promise<string> => {
				count++;
				return Promise.reject(new SluiceError('No MFA code was given.', {code: 'mfa-refused'}));
			};

			await inSession({profile: 'role'}, {fake, home, askMfaCode}, async session => {
				await expect(ask(session)).rejects.toMatchObject({code: 'mfa-refused'});
				await expect(ask(session)).rejects.toMatchObject({code: 'mfa-refused'});
			});

			expect(count).toBe(1);
		});
	});

	test('a wrong code is said to be wrong, and asked for again only after the login is renewed', async () => {
		const wrong = {
			status: 403,
			body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>',
		};
		let isWrong = true;
		await using fake = await startFakeAws(({form}) => (form.get('Action') === 'AssumeRole' && isWrong ? wrong : undefined));

		await inSession({profile: 'role'}, {fake, home: aHome().home, askMfaCode: () => Promise.resolve('000000')}, async session => {
			await expect(ask(session)).rejects.toMatchObject({code: 'mfa-failed', message: 'AWS does not accept this MFA code.'});
			expect(session.login.state().status).toBe('ended');
			isWrong = false;
			session.login.renew();
			await ask(session);
		});
	});
});

test('a role that was asked for is assumed with the login of the profile', async () => {
	await withFake(async (fake, home) => {
		await inSession({profile: 'keys', roleArn: 'arn:aws:iam::222233334444:role/other'}, {fake, home}, ask);

		const assumed = fake.requests.find(({form}) => form.get('Action') === 'AssumeRole');
		expect(assumed?.form.get('RoleArn')).toBe('arn:aws:iam::222233334444:role/other');
		expect(assumed?.headers.authorization).toContain('Credential=AKIDKEYS/');
		expect(keyOf(fake)).toBe('AKIDROLE');
	});
});

describe('an SSO login', () => {
	test('that has ended stops all calls, and goes on when it was renewed', async () => {
		await using fake = await startFakeAws();
		const {home, logIn} = aHome();
		logIn('2020-01-01T00:00:00Z');

		await inSession({profile: 'sso'}, {fake, home}, async session => {
			await expect(ask(session)).rejects.toMatchObject({code: 'login-expired', message: 'The login of sso has ended.'});
			const sentCount = session.callCount();
			await expect(ask(session)).rejects.toMatchObject({code: 'login-expired'});
			expect(session.callCount()).toBe(sentCount);

			logIn('2099-01-01T00:00:00Z');
			session.login.renew();
			await ask(session);

			expect(keyOf(fake)).toBe('AKIDSSO');
			expect(session.login.state()).toEqual({status: 'accepted', endsAtMs: Date.UTC(2099, 0, 1)});
		});
	});

	test('that AWS itself calls expired is taken for ended', async () => {
		const expired = {status: 400, body: '{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"expired"}'};
		await using fake = await startFakeAws(({headers}) => (headers['x-amz-target'] ? expired : undefined));

		await inSession({profile: 'keys'}, {fake, home: aHome().home}, async session => {
			await expect(ask(session)).rejects.toMatchObject({code: 'login-expired'});
			expect(session.login.state()).toMatchObject({
				status: 'ended',
				error: {call: {action: 'GetQueueUrl', awsCode: 'ExpiredTokenException'}},
			});
		});
	});
});

async function withFake(work: (fake: FakeAws, home: string) => Promise<void>): Promise<void> {
	await using fake = await startFakeAws();
	await work(fake, aHome().home);
}
