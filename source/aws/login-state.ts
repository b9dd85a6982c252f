import type {EpochMs} from '../shared/clock.ts';
import type {SluiceError} from '../shared/errors.ts';

/**
Whether AWS still accepts the login.

- accepted: as far as is known; `endsAtMs` where a person has to renew it.
- ended: AWS or the files said so. No call is sent until it was renewed.
*/
export type LoginState =
	| {readonly status: 'accepted'; readonly endsAtMs?: EpochMs}
	| {readonly status: 'ended'; readonly atMs: EpochMs; readonly error: SluiceError; readonly renewal?: Renewal};

/** How a person logs in again. */
export type Renewal = {
	/** `aws sso login --profile acme-prod` */
	readonly command: readonly string[];
	/** `sso session acme` */
	readonly about: string;
};

/** The login of a session, watched by whoever shows it. */
export type Login = {
	state(): LoginState;
	/** Somebody logged in again, or may have: the next call signs in anew. */
	renew(): void;
	/** Told of each change. @returns Ends the watching. */
	onChange(listener: () => void): () => void;
};

export type LoginTracker = Login & {
	/** Counts renewals. */
	era(): number;
	/** AWS said that the login has ended. Ignored when it was renewed since the call began. */
	ended(error: SluiceError, options: {atMs: EpochMs; era: number}): void;
	/** Keys were obtained; undefined: they end never, or renew themselves. */
	signedIn(endsAtMs: EpochMs | undefined): void;
	/** The error that answers every call while the login has ended. */
	problem(): SluiceError | undefined;
};

/** Codes of failures that only a new login mends. */
const endedCodes: ReadonlySet<string> = new Set(['login-expired', 'no-credentials', 'mfa-refused', 'mfa-failed']);

export function endsLogin(error: SluiceError): boolean {
	return endedCodes.has(error.code);
}

export function createLoginTracker(options: {
	/** Forgets what the old login gave: clients and keys. */
	onRenew: () => void;
	/** How the login is renewed; undefined where no command does it. */
	renewal: () => Renewal | undefined;
}): LoginTracker {
	const listeners = new Set<() => void>();
	let state: LoginState = {status: 'accepted'};
	let era = 0;

	function change(next: LoginState): void {
		state = next;
		for (const listener of listeners) listener();
	}

	return {
		state: () => state,
		problem: () => (state.status === 'ended' ? state.error : undefined),
		era: () => era,
		ended(error, {atMs, era: begunIn}) {
			if (state.status !== 'ended' && begunIn === era) {
				const renewal = options.renewal();
				change({status: 'ended', atMs, error, ...(renewal && {renewal})});
			}
		},
		signedIn(endsAtMs) {
			const isSame = state.status === 'accepted' && state.endsAtMs === endsAtMs;
			if (!isSame) change({status: 'accepted', ...(endsAtMs !== undefined && {endsAtMs})});
		},
		renew() {
			era++;
			options.onRenew();
			change({status: 'accepted'});
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
