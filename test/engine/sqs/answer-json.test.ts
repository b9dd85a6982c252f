import {expect, test} from 'vitest';
import {deletedBatchJson, receivedJson, sentBatchJson, sentJson} from '../../../source/engine/sqs/answer-json.ts';

const sent = {MD5OfMessageBody: '0a', MessageId: 'id-1'};
const attributes = {trace: {DataType: 'String', StringValue: 'a "b"'}};
const failed = {Id: 'b', SenderFault: true, Code: 'InvalidMessageContents', Message: 'It says "no".'};

const received = {MessageId: 'id-1', ReceiptHandle: 'AQEB00', MD5OfBody: '0a', Body: 'plain'};

/** Absent members may be undefined, as handlers return them. */
function parsed(text: string): unknown {
	return JSON.parse(text);
}

test.each([
	sent,
	{...sent, MD5OfMessageAttributes: undefined, SequenceNumber: undefined},
	{...sent, MD5OfMessageAttributes: '0b', MD5OfMessageSystemAttributes: '0c', SequenceNumber: '18849496460467696256'},
])('the answer to SendMessage is what the encoder would write: %j', answer => {
	expect(parsed(sentJson(answer))).toEqual(parsed(JSON.stringify(answer)));
});

test.each([
	{Successful: [{Id: 'a', ...sent}], Failed: undefined},
	{Successful: undefined, Failed: [failed]},
	{
		Successful: [
			{Id: 'a', ...sent},
			{Id: 'c', ...sent, MD5OfMessageAttributes: '0b'},
		],
		Failed: [failed],
	},
])('the answer to SendMessageBatch is what the encoder would write: %j', answer => {
	expect(parsed(sentBatchJson(answer))).toEqual(parsed(JSON.stringify(answer)));
});

test.each([{Successful: [{Id: 'a'}, {Id: 'b-_9'}]}, {Failed: [failed]}, {Successful: [{Id: 'a'}], Failed: [failed]}])(
	'the answer to DeleteMessageBatch is what the encoder would write: %j',
	answer => {
		expect(parsed(deletedBatchJson(answer))).toEqual(parsed(JSON.stringify(answer)));
	},
);

test.each([
	{},
	{Messages: undefined},
	{Messages: [received, {...received, Body: 'tab\t "quote" back\\slash \r\n ✓ 😀 \u2028'}]},
	{
		Messages: [
			{...received, Attributes: {SenderId: '1', MessageGroupId: 'a"b\\c'}, MD5OfMessageAttributes: '0b', MessageAttributes: attributes},
		],
	},
])('the answer to ReceiveMessage is what the encoder would write: %j', answer => {
	expect(parsed(receivedJson(answer))).toEqual(parsed(JSON.stringify(answer)));
});
