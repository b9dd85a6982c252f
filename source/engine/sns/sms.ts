import {AwsError} from '../action.ts';
import {isPhoneNumber} from './endpoint.ts';
import {invalidParameter} from './errors.ts';
import type {MessageAttributes} from './message-attributes.ts';
import {addToOutbox} from './outbox.ts';
import type {SnsState} from './state.ts';

/** An account's text message settings. */
export type SmsState = {
	readonly attributes: Map<string, string>;
	/** Numbers that want no messages. */
	readonly optedOut: Set<string>;
	/** Numbers of the sandbox, by number. */
	readonly sandbox: Map<string, SandboxNumber>;
};

export type SandboxNumber = {readonly oneTimePassword: string; isVerified: boolean};

export function createSmsState(): SmsState {
	return {attributes: new Map([['MonthlySpendLimit', '1']]), optedOut: new Set(), sandbox: new Map()};
}

/**
Puts a text message into the outbox. False when its number is opted out.

@see [Sending SMS messages using Amazon SNS](https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html)
*/
export function sendSms(
	state: SnsState,
	message: {
		readonly to: string;
		readonly body: string;
		readonly messageId: string;
		readonly attributes: MessageAttributes;
		readonly topicArn?: string;
		readonly subscriptionArn?: string;
	},
): boolean {
	const {attributes, ...sms} = message;
	if (state.sms.optedOut.has(normalPhoneNumber(message.to))) return false;
	const shown: Record<string, string> = {};
	for (const name of ['AWS.SNS.SMS.SenderID', 'AWS.SNS.SMS.SMSType', 'AWS.SNS.SMS.MaxPrice', 'AWS.MM.SMS.OriginationNumber']) {
		const value = attributes[name]?.StringValue ?? defaultAttribute(state, name);
		if (value !== undefined) shown[name] = value;
	}
	addToOutbox(state, {protocol: 'sms', kind: 'notification', ...sms, attributes: shown});
	return true;
}

function defaultAttribute({sms}: SnsState, name: string): string | undefined {
	if (name === 'AWS.SNS.SMS.SMSType') return sms.attributes.get('DefaultSMSType') ?? 'Promotional';
	return name === 'AWS.SNS.SMS.SenderID' ? sms.attributes.get('DefaultSenderID') : undefined;
}

/** As `+` and digits, however it was written. */
export function normalPhoneNumber(text: string): string {
	return `+${text.replaceAll(/\D/g, '')}`;
}

/** Publish's own check is stricter than Subscribe's. */
export function checkPublishNumber(phoneNumber: string): void {
	if (!/^\+?[1-9]\d{1,14}$/.test(phoneNumber)) throw invalidParameter(`PhoneNumber Reason: ${phoneNumber} is not valid to publish to`);
}

export function checkPhoneNumber(phoneNumber: string): void {
	if (!isPhoneNumber(phoneNumber)) throw invalidParameter('PhoneNumber Reason: input incorrectly formatted');
}

/** A number that answers STOP. AWS has no operation for it. */
export function optOut(state: SnsState, phoneNumber: string): void {
	state.sms.optedOut.add(normalPhoneNumber(phoneNumber));
}

const attributeChecks: Readonly<Record<string, (value: string) => boolean>> = {
	MonthlySpendLimit: value => /^\d+$/.test(value),
	DeliveryStatusIAMRole: () => true,
	DeliveryStatusSuccessSamplingRate: value => /^\d{1,3}$/.test(value) && Number(value) <= 100,
	DefaultSenderID: value => /^(?=.*[A-Za-z])[A-Za-z\d-]{1,11}$/.test(value),
	DefaultSMSType: value => value === 'Promotional' || value === 'Transactional',
	UsageReportS3Bucket: () => true,
};

export function setSmsAttributes(state: SnsState, attributes: Readonly<Record<string, string>>): void {
	for (const [name, value] of Object.entries(attributes)) {
		const check = Object.hasOwn(attributeChecks, name) ? attributeChecks[name] : undefined;
		if (!check) throw new AwsError(`${name} is not a valid attribute`, {code: 'InvalidParameter'});
		if (value !== '' && !check(value)) throw new AwsError(`${name} is invalid`, {code: 'InvalidParameter'});
	}
	for (const [name, value] of Object.entries(attributes)) {
		if (value === '') state.sms.attributes.delete(name);
		else state.sms.attributes.set(name, value);
	}
}
