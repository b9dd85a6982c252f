import {jsonText} from '../../shared/json-text.ts';

/*
The JSON of the answers that queues give most, written by hand: JSON.stringify looks at each character of a body twice and at the names of members again and again.

IDs and digests are hexadecimal, batch entries' Ids letters, digits, `-` and `_`, receipt handles letters and digits: none of them needs an escape.
*/

type Sent = {
	readonly MessageId?: string | undefined;
	readonly MD5OfMessageBody?: string | undefined;
	readonly MD5OfMessageAttributes?: string | undefined;
	readonly MD5OfMessageSystemAttributes?: string | undefined;
	readonly SequenceNumber?: string | undefined;
};

type Received = {
	readonly MessageId?: string | undefined;
	readonly ReceiptHandle?: string | undefined;
	readonly MD5OfBody?: string | undefined;
	readonly Body?: string | undefined;
	readonly Attributes?: object | undefined;
	readonly MD5OfMessageAttributes?: string | undefined;
	readonly MessageAttributes?: object | undefined;
};

/** Of a batch. A list without entries is absent. */
type Batch<Success> = {readonly Successful?: readonly Success[] | undefined; readonly Failed?: readonly object[] | undefined};

/** SendMessage. */
export function sentJson(sent: Sent): string {
	return `{${sentMembers(sent)}}`;
}

/** SendMessageBatch. */
export function sentBatchJson(batch: Batch<Sent & {readonly Id: string}>): string {
	return batchJson(batch, sent => `{"Id":"${sent.Id}",${sentMembers(sent)}}`);
}

/** DeleteMessageBatch. */
export function deletedBatchJson(batch: Batch<{readonly Id: string}>): string {
	return batchJson(batch, ({Id}) => `{"Id":"${Id}"}`);
}

/** ReceiveMessage. */
export function receivedJson({Messages: messages}: {readonly Messages?: readonly Received[] | undefined}): string {
	return messages ? `{"Messages":[${messages.map(messageJson).join(',')}]}` : '{}';
}

function sentMembers(sent: Sent): string {
	let text = `"MD5OfMessageBody":"${sent.MD5OfMessageBody}","MessageId":"${sent.MessageId}"`;
	if (sent.MD5OfMessageAttributes !== undefined) text += `,"MD5OfMessageAttributes":"${sent.MD5OfMessageAttributes}"`;
	if (sent.MD5OfMessageSystemAttributes !== undefined) text += `,"MD5OfMessageSystemAttributes":"${sent.MD5OfMessageSystemAttributes}"`;
	if (sent.SequenceNumber !== undefined) text += `,"SequenceNumber":"${sent.SequenceNumber}"`;
	return text;
}

function batchJson<Success>({Successful: successful, Failed: failed}: Batch<Success>, entryJson: (success: Success) => string): string {
	const lists: string[] = [];
	if (successful) lists.push(`"Successful":[${successful.map(entryJson).join(',')}]`);
	if (failed) lists.push(`"Failed":${JSON.stringify(failed)}`);
	return `{${lists.join(',')}}`;
}

function messageJson(message: Received): string {
	let text = `{"MessageId":"${message.MessageId}","ReceiptHandle":"${message.ReceiptHandle}","MD5OfBody":"${message.MD5OfBody}","Body":`;
	text += jsonText(message.Body ?? '');
	if (message.Attributes) text += `,"Attributes":${JSON.stringify(message.Attributes)}`;
	if (message.MD5OfMessageAttributes !== undefined) text += `,"MD5OfMessageAttributes":"${message.MD5OfMessageAttributes}"`;
	if (message.MessageAttributes) text += `,"MessageAttributes":${JSON.stringify(message.MessageAttributes)}`;
	return `${text}}`;
}
