import type {EpochMs} from '../../shared/clock.ts';
import type {Infer} from '../shape.ts';
import type {channelEncryption, logging, s3Destination, s3TablesDestination, streamConfigurations} from './channel-shapes.ts';
import type {Stream} from './stream.ts';

export type ChannelStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

/** As CreateChannel has it, with what AWS fills in. */
export type ChannelSettings = {
	readonly roleArn: string;
	readonly record: Infer<typeof streamConfigurations>[number]['RecordConfiguration'];
	readonly s3: Infer<typeof s3Destination> | undefined;
	readonly s3Tables: Infer<typeof s3TablesDestination> | undefined;
	readonly encryption: Infer<typeof channelEncryption> | undefined;
	readonly logging: Infer<typeof logging>;
};

/** What delivers a stream's records to S3. The engine keeps it and delivers nothing. */
export class Channel {
	readonly name: string;
	readonly arn: string;
	readonly id: string;
	readonly stream: Stream;
	readonly createdAtMs: EpochMs;
	readonly tags = new Map<string, string>();
	settings: ChannelSettings;
	/** What it does until when; then it is ACTIVE, or gone. */
	#change: {readonly status: ChannelStatus; readonly untilMs: EpochMs};

	constructor(options: {
		name: string;
		arn: string;
		id: string;
		stream: Stream;
		settings: ChannelSettings;
		createdAtMs: EpochMs;
		activeAtMs: EpochMs;
	}) {
		this.name = options.name;
		this.arn = options.arn;
		this.id = options.id;
		this.stream = options.stream;
		this.settings = options.settings;
		this.createdAtMs = options.createdAtMs;
		this.#change = {status: 'CREATING', untilMs: options.activeAtMs};
	}

	begin(status: 'UPDATING' | 'DELETING', untilMs: EpochMs): void {
		this.#change = {status, untilMs};
	}

	status(nowMs: EpochMs): ChannelStatus {
		const {status, untilMs} = this.#change;
		return status === 'DELETING' || nowMs < untilMs ? status : 'ACTIVE';
	}

	/** Whether its deletion is complete. */
	isGone(nowMs: EpochMs): boolean {
		return this.#change.status === 'DELETING' && this.#change.untilMs <= nowMs;
	}
}
