import type {AskMfaCode} from '../../aws/credentials.ts';
import {SluiceError} from '../../shared/errors.ts';

/** One code is waited for at a time; what was asked before gets none. */
export type MfaDesk = {
	readonly ask: AskMfaCode;
	/** Undefined: not now. */
	answer(code: string | undefined): void;
};

/** @param onAsked Puts the question on the screen. */
export function createMfaDesk(onAsked: (serialNumber: string) => void): MfaDesk {
	let waiting: {resolve(code: string): void; reject(error: SluiceError): void} | undefined;

	function answer(code: string | undefined): void {
		if (code === undefined) waiting?.reject(notNow());
		else waiting?.resolve(code);
		waiting = undefined;
	}

	return {
		answer,
		ask: serialNumber =>
			new Promise((resolve, reject) => {
				answer(undefined);
				waiting = {resolve, reject};
				onAsked(serialNumber);
			}),
	};
}

function notNow(): SluiceError {
	return new SluiceError('No MFA code was given.', {code: 'mfa-refused', nextSteps: ['The code is asked for again when you try again.']});
}
