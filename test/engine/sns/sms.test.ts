import {expect, test} from 'vitest';
import {optOut} from '../../../source/engine/sns/sms.ts';
import {createSns} from './call.ts';

const PhoneNumber = '+15551234567';

test('a text message goes to the outbox, with its type and sender', () => {
	const sns = createSns();
	sns.call('SetSMSAttributes', {attributes: {DefaultSMSType: 'Transactional', DefaultSenderID: 'Shop'}});

	sns.call('Publish', {PhoneNumber, Message: 'Your code is 1234'});

	expect(sns.outbox()).toMatchObject([
		{
			protocol: 'sms',
			to: PhoneNumber,
			body: 'Your code is 1234',
			attributes: {'AWS.SNS.SMS.SMSType': 'Transactional', 'AWS.SNS.SMS.SenderID': 'Shop'},
		},
	]);
});

test('a number that is none is refused', () => {
	expect(createSns().refusal('Publish', {PhoneNumber: 'NAA+15551234567', Message: 'x'})).toBe(
		'InvalidParameter: Invalid parameter: PhoneNumber Reason: NAA+15551234567 is not valid to publish to',
	);
});

test('a text message has 1,600 characters at most', () => {
	const sns = createSns();

	expect(sns.refusal('Publish', {PhoneNumber, Message: 'x'.repeat(1600)})).toBe('was not refused');
	expect(sns.refusal('Publish', {PhoneNumber, Message: 'x'.repeat(1601)})).toBe('InvalidParameter: Invalid parameter: Message too long');
});

test('who opted out gets nothing, until they opt in again', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.call('Subscribe', {TopicArn, Protocol: 'sms', Endpoint: '+1555-123-4567'});
	optOut(sns.state, PhoneNumber);

	sns.call('Publish', {PhoneNumber, Message: 'x'});
	sns.call('Publish', {TopicArn, Message: 'x'});
	expect(sns.outbox()).toEqual([]);
	expect(sns.call('CheckIfPhoneNumberIsOptedOut', {phoneNumber: PhoneNumber})).toEqual({isOptedOut: true});
	expect(sns.call('ListPhoneNumbersOptedOut')).toMatchObject({phoneNumbers: [PhoneNumber]});

	sns.call('OptInPhoneNumber', {phoneNumber: PhoneNumber});
	sns.call('Publish', {TopicArn, Message: 'x'});
	expect(sns.outbox()).toHaveLength(1);
	expect(sns.call('CheckIfPhoneNumberIsOptedOut', {phoneNumber: PhoneNumber})).toEqual({isOptedOut: false});
});

test('opting in needs a number', () => {
	const text = 'InvalidParameter: Invalid parameter: PhoneNumber Reason: input incorrectly formatted';

	expect(createSns().refusal('OptInPhoneNumber', {phoneNumber: 'x'})).toBe(text);
	expect(createSns().refusal('CheckIfPhoneNumberIsOptedOut', {phoneNumber: 'x'})).toBe(text);
});

test('settings are read back, all of them or those that are named', () => {
	const sns = createSns();
	sns.call('SetSMSAttributes', {attributes: {DefaultSMSType: 'Promotional'}});

	expect(sns.call('GetSMSAttributes')).toEqual({attributes: {MonthlySpendLimit: '1', DefaultSMSType: 'Promotional'}});
	expect(sns.call('GetSMSAttributes', {attributes: ['DefaultSMSType']})).toEqual({attributes: {DefaultSMSType: 'Promotional'}});
});

test.each([
	[{InvalidAttribute: 'x'}, 'InvalidParameter: InvalidAttribute is not a valid attribute'],
	[{DefaultSMSType: 'Urgent'}, 'InvalidParameter: DefaultSMSType is invalid'],
	[{DefaultSenderID: '123'}, 'InvalidParameter: DefaultSenderID is invalid'],
	[{DeliveryStatusSuccessSamplingRate: '101'}, 'InvalidParameter: DeliveryStatusSuccessSamplingRate is invalid'],
])('the setting %j is refused, and nothing is set', (attributes, text) => {
	const sns = createSns();

	expect(sns.refusal('SetSMSAttributes', {attributes: {MonthlySpendLimit: '5', ...attributes}})).toBe(text);
	expect(sns.call('GetSMSAttributes')).toEqual({attributes: {MonthlySpendLimit: '1'}});
});

test('a number of the sandbox is verified by the password that stands in the outbox', () => {
	const sns = createSns();
	sns.call('CreateSMSSandboxPhoneNumber', {PhoneNumber});
	const OneTimePassword = /\d{6}/.exec(sns.outbox()[0]?.body ?? '')?.[0];
	const status = () => sns.call('ListSMSSandboxPhoneNumbers');

	expect(status()).toMatchObject({PhoneNumbers: [{PhoneNumber, Status: 'Pending'}]});
	expect(sns.refusal('VerifySMSSandboxPhoneNumber', {PhoneNumber, OneTimePassword: '00000x'})).toBe(
		'VerificationException: The one-time password (OTP) is invalid.',
	);
	sns.call('VerifySMSSandboxPhoneNumber', {PhoneNumber, OneTimePassword});
	expect(status()).toMatchObject({PhoneNumbers: [{PhoneNumber, Status: 'Verified'}]});

	sns.call('DeleteSMSSandboxPhoneNumber', {PhoneNumber});
	expect(sns.refusal('DeleteSMSSandboxPhoneNumber', {PhoneNumber})).toBe('ResourceNotFound: Resource does not exist');
});

test('the sandbox holds ten numbers', () => {
	const sns = createSns();
	for (let index = 0; index < 10; index++) sns.call('CreateSMSSandboxPhoneNumber', {PhoneNumber: `+1555123456${index}`});

	expect(sns.refusal('CreateSMSSandboxPhoneNumber', {PhoneNumber: '+15551230000'})).toContain('UserError');
	expect(sns.refusal('CreateSMSSandboxPhoneNumber', {PhoneNumber: '+15551234560'})).toBe('was not refused');
});

test('the account is not in the sandbox, and has no origination numbers', () => {
	const sns = createSns();

	expect(sns.call('GetSMSSandboxAccountStatus')).toEqual({IsInSandbox: false});
	expect(sns.call('ListOriginationNumbers')).toEqual({PhoneNumbers: []});
});

test('the outbox keeps the newest thousand', () => {
	const sns = createSns();
	for (let index = 0; index < 1001; index++) sns.call('Publish', {PhoneNumber, Message: `message ${index}`});

	expect(sns.outbox()).toHaveLength(1000);
	expect(sns.outbox()[0]?.body).toBe('message 1');
});
