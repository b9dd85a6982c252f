import type {AskMfaCode} from '../aws/credentials.ts';
import {SluiceError} from '../shared/errors.ts';
import {ask, canAsk} from './ask.ts';
import type {Terminal} from './command.ts';

/** Who asks for MFA codes: the terminal, until the console takes over. */
export type MfaPrompt = {readonly ask: AskMfaCode; by(ask: AskMfaCode): void};

export function createMfaPrompt(terminal: Pick<Terminal, 'stdin' | 'stderr'>): MfaPrompt {
	let current: AskMfaCode = serialNumber => askOnTerminal(terminal, serialNumber);
	return {
		ask: serialNumber => current(serialNumber),
		by(next) {
			current = next;
		},
	};
}

async function askOnTerminal(terminal: Pick<Terminal, 'stdin' | 'stderr'>, serialNumber: string): Promise<string> {
	if (!canAsk(terminal))
		throw new SluiceError('The login needs an MFA code, and there is no terminal to ask for it.', {
			code: 'mfa-needed',
			nextSteps: ['Run the command on a terminal, or with keys that are logged in already.'],
		});
	const code = (await ask(terminal, `MFA code of ${serialNumber}: `))?.trim();
	if (code) return code;
	throw new SluiceError('No MFA code was given.', {
		code: 'mfa-refused',
		nextSteps: ['Run it again and type the six digits of the device.'],
	});
}
