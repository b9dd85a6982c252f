import {CreateTopicCommand, PublishCommand, SubscribeCommand} from '@aws-sdk/client-sns';
import {CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient} from '@aws-sdk/client-sqs';
import {expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine} from '../../helpers/engine.ts';

async function read(engine: {send(path: string): Promise<Response>}, path: string): Promise<unknown> {
	return (await engine.send(path)).json();
}

test('messages of a queue are looked at without being received', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'a'}));
	await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'b', DelaySeconds: 5}));

	const all = await read(engine, '/_sluice/queues/orders/messages');
	const first = await read(engine, '/_sluice/queues/orders/messages?count=1');
	const {Attributes} = await engine.sqs.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['All']}));

	expect(all).toMatchObject({
		messages: [
			{body: 'a', status: 'visible', receiveCount: 0, sentAtMs: clock.nowMs()},
			{body: 'b', status: 'delayed', visibleAtMs: clock.nowMs() + 5000},
		],
	});
	expect(first).toMatchObject({messages: [{body: 'a'}]});
	expect(Attributes).toMatchObject({ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesDelayed: '1'});
});

test('account and region say whose queue it is', async () => {
	await using engine = await startTestEngine();
	const client = new SQSClient(engine.clientOptions({region: 'eu-west-1', accountId: '111122223333'}));
	await client.send(new CreateQueueCommand({QueueName: 'orders'}));

	const here = await engine.send('/_sluice/queues/orders/messages?account=111122223333&region=eu-west-1');
	const elsewhere = await engine.send('/_sluice/queues/orders/messages');

	client.destroy();
	expect(await here.json()).toEqual({messages: []});
	expect(elsewhere.status).toBe(404);
});

test('what would have left by mail is in the outbox', async () => {
	await using engine = await startTestEngine();
	const before = await read(engine, '/_sluice/outbox');
	const {TopicArn} = await engine.sns.send(new CreateTopicCommand({Name: 'events'}));
	await engine.sns.send(new SubscribeCommand({TopicArn, Protocol: 'email', Endpoint: 'a@example.com'}));
	await engine.sns.send(new PublishCommand({TopicArn, Message: 'not confirmed yet'}));

	const after = await read(engine, '/_sluice/outbox');

	expect(before).toEqual({entries: []});
	expect(after).toMatchObject({entries: [{protocol: 'email', to: 'a@example.com', kind: 'confirmation', topicArn: TopicArn}]});
});
