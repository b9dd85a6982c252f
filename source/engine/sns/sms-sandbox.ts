import {AwsError} from '../action.ts';
import {resourceNotFound} from './errors.ts';
import {addToOutbox} from './outbox.ts';
import {checkPhoneNumber, normalPhoneNumber} from './sms.ts';
import type {SnsState} from './state.ts';

/** Numbers that an account's sandbox may send to. */
const sandboxNumberCountMax = 10;

/** Sends a one-time password to a number: it stands in the outbox. Again for one that still waits, with a new password. */
export function createSandboxNumber(state: SnsState, given: string): void {
	checkPhoneNumber(given);
	const phoneNumber = normalPhoneNumber(given);
	const {sandbox, optedOut} = state.sms;
	// Assumed: the codes are documented, the texts are not.
	if (optedOut.has(phoneNumber)) throw new AwsError(`${phoneNumber} is opted out`, {code: 'OptedOut'});
	if (!sandbox.has(phoneNumber) && sandbox.size >= sandboxNumberCountMax) {
		throw new AwsError('The maximum number of phone numbers in the sandbox is reached', {code: 'UserError'});
	}
	const {random} = state.environment;
	const oneTimePassword = String(Math.floor(random.number() * 1_000_000)).padStart(6, '0');
	sandbox.set(phoneNumber, {oneTimePassword, isVerified: sandbox.get(phoneNumber)?.isVerified ?? false});
	addToOutbox(state, {
		protocol: 'sms',
		to: phoneNumber,
		kind: 'one-time-password',
		messageId: random.uuid(),
		body: `Your verification code is ${oneTimePassword}.`,
	});
}

export function verifySandboxNumber(state: SnsState, given: string, oneTimePassword: string): void {
	checkPhoneNumber(given);
	const number = state.sms.sandbox.get(normalPhoneNumber(given));
	if (!number) throw resourceNotFound();
	if (number.oneTimePassword !== oneTimePassword) {
		throw new AwsError('The one-time password (OTP) is invalid.', {code: 'VerificationException'});
	}
	number.isVerified = true;
}

export function deleteSandboxNumber(state: SnsState, given: string): void {
	checkPhoneNumber(given);
	if (!state.sms.sandbox.delete(normalPhoneNumber(given))) throw resourceNotFound();
}
