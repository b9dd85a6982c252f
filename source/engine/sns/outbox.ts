import type {EpochMs} from '../../shared/clock.ts';
import type {SnsState} from './state.ts';

/** What would have left for the world outside: a mail, a text message, a push, or a call of something that is not there locally. */
export type OutboxEntry = {
	readonly atMs: EpochMs;
	readonly protocol: 'email' | 'email-json' | 'sms' | 'application' | 'lambda' | 'firehose';
	/** Address, phone number or ARN. */
	readonly to: string;
	readonly kind: 'notification' | 'confirmation' | 'one-time-password';
	readonly messageId: string;
	readonly topicArn?: string;
	readonly subscriptionArn?: string;
	readonly subject?: string;
	readonly body: string;
	/** To follow in place of the link in a mail. */
	readonly confirmationUrl?: string;
	/** By name, as text. */
	readonly attributes?: Readonly<Record<string, string>>;
};

/** Older ones are forgotten. */
const entryCountMax = 1000;

export function addToOutbox(state: SnsState, entry: Omit<OutboxEntry, 'atMs'>): void {
	state.outbox.push({atMs: state.environment.clock.nowMs(), ...entry});
	if (state.outbox.length > entryCountMax) state.outbox.shift();
}

/** Oldest first. What `/_sluice/outbox` shows. */
export function readOutbox(state: SnsState): readonly OutboxEntry[] {
	return state.outbox;
}
