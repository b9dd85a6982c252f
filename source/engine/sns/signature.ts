import type {MessageSigner} from '../action.ts';

/** 1: SHA-1, the default. 2: SHA-256. */
export type SignatureVersion = '1' | '2';

/**
What is signed: each field that is present, name and value on a line of their own, in the order given here (which is AWS's, the alphabet's).

@see [Verifying the signatures of Amazon SNS messages](https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html)
*/
export function signedFields(fields: Readonly<Record<string, string | undefined>>): string {
	let text = '';
	for (const [name, value] of Object.entries(fields)) {
		if (value !== undefined) text += `${name}\n${value}\n`;
	}
	return text;
}

/** A message that asks an endpoint's owner for something: to confirm a subscription, or to undo its end. */
export type ControlMessage = {
	readonly type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
	readonly messageId: string;
	readonly token: string;
	readonly topicArn: string;
	readonly message: string;
	readonly timestamp: string;
};

/** Such a message as JSON, laid out as AWS lays it out. */
export function controlEnvelope(
	control: ControlMessage,
	options: {signer: MessageSigner; version: SignatureVersion; endpointUrl: string},
): string {
	const {signer, version, endpointUrl} = options;
	const subscribeUrl = confirmationUrl(endpointUrl, control.topicArn, control.token);
	const text = signedFields({
		Message: control.message,
		MessageId: control.messageId,
		SubscribeURL: subscribeUrl,
		Timestamp: control.timestamp,
		Token: control.token,
		TopicArn: control.topicArn,
		Type: control.type,
	});
	const members: Record<string, string> = {
		Type: control.type,
		MessageId: control.messageId,
		Token: control.token,
		TopicArn: control.topicArn,
		Message: control.message,
		SubscribeURL: subscribeUrl,
		Timestamp: control.timestamp,
		SignatureVersion: version,
		Signature: signer.sign(text, version === '2' ? 'sha256' : 'sha1'),
		SigningCertURL: endpointUrl + signer.certificatePath(),
	};
	const lines = Object.entries(members).map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
	return `{\n${lines.join(',\n')}\n}`;
}

export function confirmationUrl(endpointUrl: string, topicArn: string, token: string): string {
	return `${endpointUrl}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
}
