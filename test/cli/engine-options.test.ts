import {createServer} from 'node:http';
import {
	AddPermissionCommand,
	PurgeQueueCommand,
	SendMessageCommand,
	SQSClient,
	CreateQueueCommand,
	DeleteQueueCommand,
} from '@aws-sdk/client-sqs';
import {CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand} from '@aws-sdk/client-sns';
import {describe, expect, test} from 'vitest';
import {runSluice, type Run} from './run-sluice.ts';

type Connect = {readonly sqs: (accountId?: string) => SQSClient; readonly sns: SNSClient};

/** Runs `sluice engine` with flags, does something with it, and ends it. */
async function withEngine(flags: readonly string[], act: (connect: Connect) => Promise<void>): Promise<void> {
	let acting: Promise<void> | undefined;
	const run = await runSluice(['engine', '--port', '0', ...flags], {
		onFirstLine(line, child) {
			const {url: endpoint} = JSON.parse(line) as {url: string};
			const options = {endpoint, region: 'us-east-1', maxAttempts: 1};
			const credentialsOf = (accessKeyId: string) => ({accessKeyId, secretAccessKey: 'secret'});
			acting = act({
				sqs: (accountId = 'test') => new SQSClient({...options, credentials: credentialsOf(accountId)}),
				sns: new SNSClient({...options, credentials: credentialsOf('test')}),
			}).finally(() => child.kill('SIGTERM'));
		},
	});
	await acting;
	expect(run).toMatchObject({code: 0, stderr: ''});
}

describe('sluice engine', () => {
	test('holds the waiting rules of AWS', async () => {
		await withEngine([], async ({sqs}) => {
			const client = sqs();
			const {QueueUrl} = await client.send(new CreateQueueCommand({QueueName: 'orders'}));
			await client.send(new PurgeQueueCommand({QueueUrl}));

			await expect(client.send(new PurgeQueueCommand({QueueUrl}))).rejects.toMatchObject({name: 'PurgeQueueInProgress'});
			await client.send(new DeleteQueueCommand({QueueUrl}));
			await expect(client.send(new CreateQueueCommand({QueueName: 'orders'}))).rejects.toMatchObject({name: 'QueueDeletedRecently'});
		});
	});

	test('drops them with --no-waits', async () => {
		await withEngine(['--no-waits'], async ({sqs}) => {
			const client = sqs();
			const {QueueUrl} = await client.send(new CreateQueueCommand({QueueName: 'orders'}));
			for (let index = 0; index < 2; index++) await client.send(new PurgeQueueCommand({QueueUrl}));
			await client.send(new DeleteQueueCommand({QueueUrl}));

			expect(await client.send(new CreateQueueCommand({QueueName: 'orders'}))).toMatchObject({QueueUrl});
		});
	});

	test('asks policies with --enforce-policies', async () => {
		await withEngine(['--enforce-policies'], async ({sqs}) => {
			const {QueueUrl} = await sqs().send(new CreateQueueCommand({QueueName: 'orders'}));
			const send = () => sqs('111111111111').send(new SendMessageCommand({QueueUrl, MessageBody: 'x'}));

			await expect(send()).rejects.toMatchObject({Code: 'AccessDenied', $metadata: {httpStatusCode: 403}});
			await sqs().send(new AddPermissionCommand({QueueUrl, Label: 'a', AWSAccountIds: ['111111111111'], Actions: ['SendMessage']}));

			expect(await send()).toHaveProperty('MessageId');
		});
	});

	test('listens on all addresses with --host 0.0.0.0, as in a container, and tells one that can be called', async () => {
		const run = await runSluice(['engine', '--port', '0', '--host', '0.0.0.0'], {onFirstLine: (_line, child) => child.kill('SIGTERM')});

		expect(run).toMatchObject({code: 0, stderr: ''});
		expect(JSON.parse(run.stdout)).toMatchObject({url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)});
	});

	test('says which address it cannot listen on', async () => {
		const run = await runSluice(['engine', '--port', '0', '--host', '203.0.113.1']);

		expect(run.code).not.toBe(0);
		expect(run.stderr).toContain('The engine cannot listen on 203.0.113.1:0');
	});

	test('lets topics call functions with --function', async () => {
		const events: string[] = [];
		const emulator = createServer((request, response) => {
			let body = '';
			request.setEncoding('utf8').on('data', (text: string) => {
				body += text;
			});
			request.on('end', () => {
				events.push(`${request.url} ${(JSON.parse(body) as {Records: Array<{Sns: {Message: string}}>}).Records[0]?.Sns.Message}`);
				response.end();
			});
		}).listen(0, '127.0.0.1');
		await new Promise(resolve => emulator.once('listening', resolve));
		const called = new Promise(resolve => emulator.once('request', request => request.once('close', resolve)));
		// A TCP server's address is an object once it listens.
		const {port} = emulator.address() as {port: number};

		await withEngine(['--function', `mailer=http://127.0.0.1:${port}`], async ({sns}) => {
			const {TopicArn} = await sns.send(new CreateTopicCommand({Name: 'events'}));
			const Endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:mailer';
			await sns.send(new SubscribeCommand({TopicArn, Protocol: 'lambda', Endpoint}));
			await sns.send(new PublishCommand({TopicArn, Message: 'hello'}));
			await called;
		});

		emulator.close();
		expect(events).toEqual(['/2015-03-31/functions/function/invocations hello']);
	});

	test.each(['mailer', '=http://127.0.0.1', 'mailer=127.0.0.1:9000', 'mailer=http://'])('refuses --function %s', async word => {
		const run: Run = await runSluice(['engine', '--function', word]);

		expect(run.code).toBe(2);
		expect(run.stderr).toContain(`sluice: --function takes NAME=URL, not "${word}".`);
	});
});
