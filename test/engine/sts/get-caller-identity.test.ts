import {GetCallerIdentityCommand, GetSessionTokenCommand, STSClient} from '@aws-sdk/client-sts';
import {expect, test} from 'vitest';
import {startTestEngine} from '../../helpers/engine.ts';

test('a caller with a made-up access key is the default account', async () => {
	await using engine = await startTestEngine();

	const identity = await engine.sts.send(new GetCallerIdentityCommand({}));

	expect(identity).toMatchObject({Account: '000000000000', UserId: '000000000000', Arn: 'arn:aws:iam::000000000000:root'});
});

test('an access key of 12 digits is the account', async () => {
	await using engine = await startTestEngine();
	const client = new STSClient(engine.clientOptions({accountId: '123456789012'}));

	const identity = await client.send(new GetCallerIdentityCommand({}));

	client.destroy();
	expect(identity.Account).toBe('123456789012');
});

test('an operation that the engine lacks says so by name', async () => {
	await using engine = await startTestEngine();

	const answer = engine.sts.send(new GetSessionTokenCommand({}));

	await expect(answer).rejects.toMatchObject({
		Code: 'InvalidAction',
		message: 'not implemented by sluice: GetSessionToken',
	});
});

test('an unsigned request is refused', async () => {
	await using engine = await startTestEngine();

	const response = await engine.send('/?Action=GetCallerIdentity&Version=2011-06-15');

	expect(response.status).toBe(403);
	expect(await response.text()).toContain(
		'<Code>MissingAuthenticationToken</Code><Message>Request is missing Authentication Token</Message>',
	);
});
